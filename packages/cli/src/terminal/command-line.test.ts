import { expect, it } from 'vitest';
import { RUNS } from '../workspace.ts';
import { commandLine, nextCommand } from './command-line.ts';

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

it('names a command to go on with that looks where this one did', () => {
  const places = { database: 'postgres://lan:s3cret@may/dat', runs: 'lượt chạy' };
  expect(nextCommand(['apply', 'lao-cai-1'], places)).toBe(
    "thuadat apply lao-cai-1 -d postgres://lan:…@may/dat --runs 'lượt chạy'",
  );
  expect(nextCommand(['serve'], { ...places, database: undefined })).toBe('thuadat serve');
  expect(nextCommand(['review', 'x'], { runs: RUNS })).toBe('thuadat review x');
});
