#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/thuadat.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write('thuadat is not built yet. Run "npm run setup" in the project folder first.\n');
  process.exitCode = 2;
}
