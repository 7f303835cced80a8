/** A client process of `storm`: many SDK clients, which all lose their line at once. */
import { type Client, createClient, type Message } from '@hongyan/sdk';
