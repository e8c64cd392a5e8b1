import type { Problem } from '@thuadat/api/problem';
import type { SessionView } from '@thuadat/api/review';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { ENGINES } from '@thuadat/testing/engines';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../src/server.ts';

// What is wrong with a request's form is found before any database is asked.
const [engine] = ENGINES;
let db: Database;
let server: Server;
let csrf: string;

beforeAll(async () => {
  db = await openDatabase(await engine!.target());
  await migrate(db, '2026-03-31T02:00:00Z');
  server = await startServer({ db, webRoot: null });
  csrf = ((await (await fetch(new URL('api/session', server.url))).json()) as SessionView).csrf!;
});

afterAll(async () => {
  await server?.close();
  await db?.close();
  engine!.stop();
});

/** The problem a request is refused with; a body is sent as it stands. */
async function refusal(language: string, path: string, body?: string, method = 'POST'): Promise<Problem> {
  const response = await fetch(new URL(`api/${path}`, server.url), {
    ...(body === undefined ? {} : { method, body }),
    headers: {
      'accept-language': language,
      'x-csrf-token': csrf,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
}

const decision = 'runs/r/cases/02647:1/decision';
const bulk = 'runs/r/bulk/preview';

describe('a request whose form is wrong', () => {
  it.each([
    [
      decision,
      { verdict: 'nothing', version: 1 },
      'verdict: có “nothing”; cần một trong: accept, reject, choose, survey.',
      'verdict: "nothing" found, one of: accept, reject, choose, survey expected.',
    ],
    [
      decision,
      { verdict: 'accept' },
      'version: còn thiếu; cần một giá trị.',
      'version: nothing found, a value expected.',
    ],
    [
      decision,
      { verdict: 'accept', version: 'hai' },
      'version: có “hai”; cần số nguyên.',
      'version: "hai" found, a whole number expected.',
    ],
    [
      decision,
      { verdict: 'accept', version: 1, choice: { a: 1 } },
      'choice: có “{"a":1}”; cần chuỗi ký tự hoặc null.',
      'choice: "{"a":1}" found, a text or null expected.',
    ],
    [
      decision,
      { verdict: 'accept', version: 1, colour: 'red' },
      'Nội dung yêu cầu: có trường lạ “colour”; cần chỉ gồm verdict, choice, reason, version.',
      'The body of the request: an unknown field "colour" found, only verdict, choice, reason, version expected.',
    ],
    [
      bulk,
      { verdict: 'accept', filter: { since: '1/7/2025' } },
      'filter.since: có “1/7/2025”; cần giá trị có dạng như “2025-07-01”.',
      'filter.since: "1/7/2025" found, a value such as "2025-07-01" expected.',
    ],
    [
      'accounts',
      { name: 'lan', display: 'Lan', role: 'viewer', units: ['02647', '2647'], password: null },
      'units.1: có “2647”; cần giá trị có dạng như “02647” hoặc null.',
      'units.1: "2647" found, a value such as "02647" or null expected.',
    ],
    [
      'session',
      { name: 'a'.repeat(61), password: 'x' },
      `name: có “${'a'.repeat(60)}…”; cần không quá 60 ký tự.`,
      `name: "${'a'.repeat(60)}…" found, at most 60 characters expected.`,
    ],
    [
      'session/password',
      { old: 'bí mật', new: 'b'.repeat(201) },
      'new: có giá trị không hiện lại ở đây; cần không quá 200 ký tự.',
      'new: a value that is not shown here found, at most 200 characters expected.',
    ],
  ])('names the field of %s with what was found and expected: %o', async (path, body, vi, en) => {
    expect(await refusal('vi', path, JSON.stringify(body))).toMatchObject({
      status: 400,
      title: 'Yêu cầu không hợp lệ',
      detail: vi,
      next: 'Hãy đối chiếu yêu cầu với /api/openapi.json.',
    });
    expect(await refusal('en', path, JSON.stringify(body))).toMatchObject({
      status: 400,
      title: 'Bad request',
      detail: en,
      next: 'Compare the request with /api/openapi.json.',
    });
  });

  it.each([
    ['runs/r/issues?limit=9999', 'limit: có “9999”; cần không quá 500.'],
    ['runs/r/issues?colour=red', 'Phần truy vấn của địa chỉ: có trường lạ “colour”; cần chỉ gồm '],
    ['runs/r/search', 'q: còn thiếu; cần một giá trị.'],
    ['runs/r/parcels/abc', 'ordinal: có “abc”; cần số nguyên.'],
    ['runs/r/parcels/-1', 'ordinal: có “-1”; cần từ 0 trở lên.'],
    ['runs/r/boundaries/other', 'kind: có “other”; cần một trong: old, new.'],
    ['%E0%A4%A', 'Địa chỉ không giải mã được.'],
  ])('names the part of the address %s', async (path, detail) => {
    const problem = await refusal('vi', path);
    expect(problem.detail).toContain(detail);
    expect(problem.title).toBe('Yêu cầu không hợp lệ');
  });

  it.each([
    ['{"verdict":', 400, 'Nội dung yêu cầu không phải JSON đọc được.'],
    ['', 400, 'Yêu cầu ghi là JSON nhưng không có nội dung.'],
    [JSON.stringify('x'.repeat(2 << 20)), 413, 'Nội dung yêu cầu quá lớn.'],
  ])('says when the body cannot be read', async (body, status, detail) => {
    expect(await refusal('vi', decision, body)).toMatchObject({ status, detail });
  });
});
