import { fileURLToPath } from 'node:url';
import { checkBoundaries } from './check.ts';

const violations = checkBoundaries(fileURLToPath(new URL('../../', import.meta.url)));
for (const { rule, path, line, message } of violations) console.log(`${path}:${line} [${rule}] ${message}`);
console.log(violations.length === 0 ? 'Every file keeps to the layout.' : `${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
