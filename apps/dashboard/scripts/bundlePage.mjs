import { build } from 'vite';

/** The build task that makes the static files of the page. */
export async function runAsync({ heftTaskSession, heftConfiguration }) {
  const output = await build({
    root: heftConfiguration.buildFolderPath,
    logLevel: 'warn',
    build: {
      outDir: 'dist',
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rollupOptions: { onwarn: (warning, tell) => warning.code !== 'INVALID_ANNOTATION' && tell(warning) },
    },
  });
  heftTaskSession.logger.terminal.writeLine(`${output.output.length} files`);
}
