import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    // Inlined assets would be `data:` addresses, which the content security policy allows for pictures only.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
