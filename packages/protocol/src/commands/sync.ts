import Type from 'typebox';
import { Changes, Scope } from '../changes.ts';
import { limits } from '../limits.ts';
import { Id, Rev, Shape } from '../text.ts';
import { forUser } from './command.ts';

export const syncCommands = {
  sync: forUser(
    'Bring me up to date: one `Changes` for every scope of mine that moved. Rooms that the client does not name come ' +
      'with their newest message, unless `only` leaves them out: for a client with more rooms than fit into one ' +
      'request. With `more`, ask again with the revisions then held',
    Shape({
      me: Rev,
      rooms: Type.Array(Type.Tuple([Id, Rev]), { maxItems: limits.syncRooms }),
      only: Type.Optional(Type.Literal(true)),
    }),
    Shape({ changes: Type.Array(Changes), more: Type.Boolean() }),
  ),
  changes: forUser('What changed in a scope after a revision', Shape({ scope: Scope, after: Rev }), Changes),
};
