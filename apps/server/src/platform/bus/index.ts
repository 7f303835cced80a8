export type { Bus } from './bus.ts';
export { NatsBus } from './nats-bus.ts';
export { BusNodes, type Channel, type Nodes, noOtherNodes } from './nodes.ts';
