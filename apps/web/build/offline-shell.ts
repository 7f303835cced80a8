import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Where the browser looks for the service worker: its folder is what it may serve. */
const workerFile = 'service-worker.js';

/**
 * Builds `entry` as the service worker, and puts into it (as `HONGYAN_SHELL`) the addresses of all that the app is made of
 * and a version that changes with their content.
 */
export function offlineShell(entry: string): Plugin {
  let publicDir = '';
  return {
    name: 'offline-shell',
    apply: 'build',
    enforce: 'post',
    config: () => ({
      build: {
        rolldownOptions: {
          input: { index: 'index.html', 'service-worker': entry },
          output: {
            entryFileNames: ({ name }) => (name === 'service-worker' ? workerFile : 'assets/[name]-[hash].js'),
          },
        },
      },
    }),
    configResolved: (config) => {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[workerFile];
        if (worker?.type !== 'chunk') return this.error(`${workerFile} was not built`);
        if (worker.imports.length > 0) return this.error(`${workerFile} must stand alone`);
        const publicFiles = readdirSync(publicDir);
        const built = Object.keys(bundle).filter((file) => file.startsWith('assets/') && !file.endsWith('.map'));
        const version = createHash('sha256');
        // Names of built files are hashes of what they hold.
        for (const file of [...built].sort()) version.update(file);
        version.update(readFileSync('index.html'));
        for (const file of publicFiles) version.update(readFileSync(join(publicDir, file)));
        const shell = {
          version: version.digest('hex').slice(0, 16),
          files: ['/', ...publicFiles.map((file) => `/${file}`), ...built.map((file) => `/${file}`)],
        };
        worker.code = worker.code.replaceAll('HONGYAN_SHELL', JSON.stringify(shell));
      },
    },
  };
}
