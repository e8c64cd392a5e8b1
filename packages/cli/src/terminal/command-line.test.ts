import { expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

it('gives the command back as a shell takes it', () => {
  const args = ['plan', '-p', 'lao-cai', 'Bản đồ số 1.gpkg', "it's", '--lang=en', '$HOME', ''];
  expect(commandLine(args)).toBe(
    `thuadat plan -p lao-cai 'Bản đồ số 1.gpkg' 'it'\\''s' --lang=en '$HOME' ''`,
  );
});

it('hides passwords and nothing else of an address', () => {
  expect(commandLine(['apply', 'r', '-d', 'postgres://lan:s3:cret@db.local:5432/dat'])).toBe(
    'thuadat apply r -d postgres://lan:…@db.local:5432/dat',
  );
  expect(commandLine(['status', '-d', 'postgres://lan@db/dat'])).toBe(
    'thuadat status -d postgres://lan@db/dat',
  );
});
