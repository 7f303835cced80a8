import { bare, socketIo } from '../peers/bare.ts';
import { ejabberd } from '../peers/ejabberd.ts';
import { hongyan } from '../peers/hongyan.ts';
import type { Peer } from '../peers/peer.ts';
import { prosody } from '../peers/prosody.ts';
import { catchup } from './catchup.ts';
import { half } from './half.ts';
import { history } from './history.ts';
import { idle } from './idle.ts';
import { login } from './login.ts';
import { presence } from './presence.ts';
import type { Scenario } from './scenario.ts';
import { nodes, sendScenarios } from './send.ts';
import { storm } from './storm.ts';

const archiving = ejabberd(true);
const forgetting = ejabberd(false);

/** All servers, in the order in which they are measured. */
export const peers: Peer[] = [hongyan, bare, socketIo, archiving, forgetting, prosody(true), prosody(false)];

/** All scenarios, in the order of the tables. */
export const scenarios: Scenario[] = [
  ...sendScenarios,
  nodes,
  half('half', archiving),
  half('half-unstored', forgetting),
  history,
  catchup,
  login,
  idle,
  storm,
  presence,
];
