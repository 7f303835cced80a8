import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offlineShell } from './build/offline-shell.ts';

/** Where the server listens while the app is being worked on. */
const server = process.env.HONGYAN_DEV_SERVER ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [react(), tailwindcss(), offlineShell('src/service-worker.ts')],
  server: { proxy: { '/api': server, '/files': server, '/socket': { target: server, ws: true } } },
  build: {
    target: 'es2023',
    // Inlined assets would be `data:` addresses, which the content security policy allows for pictures only.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
