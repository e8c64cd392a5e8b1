/** Decisions act: plan, bring in, decide, plan again, apply; on both databases. */

import { isDeepStrictEqual } from 'node:util';
import type { CaseDetail, CaseView } from '@thuadat/api/review';
import type { Actor } from '@thuadat/core/review/account';
import { reportDecisions } from '@thuadat/engine/work/decision-outcome';
import { openRunFolder } from '@thuadat/run/run-folder';
import { createGazetteer } from '@thuadat/server/gazetteer';
import { applyRun } from '@thuadat/store/apply/apply';
import type { Database } from '@thuadat/store/db/database';
import { migrate } from '@thuadat/store/db/migrate';
import { openDatabase } from '@thuadat/store/db/open';
import { localAccount } from '@thuadat/store/review/account';
import { readCase } from '@thuadat/store/review/case-detail';
import { listCases } from '@thuadat/store/review/case-list';
import { answer, decide } from '@thuadat/store/review/decide';
import { liftedBlocking } from '@thuadat/store/review/lifted-blocks';
import { reviewedRecords, standingDecisions } from '@thuadat/store/review/reviewed';
import { scopeOf } from '@thuadat/store/review/scope';
import { AT, openSample, options, type Sample } from '@thuadat/testing/demo-province';
import { ENGINES } from '@thuadat/testing/engines';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const deciding = { at: AT, fourEyes: false };
const gazetteer = createGazetteer();

describe.each(ENGINES)('decisions on $name', (engine) => {
  let db: Database;
  let sample: Sample;
  let actor: Actor;
  let run: string;
  const ids: Record<string, CaseDetail> = {};

  beforeAll(async () => {
    sample = await openSample('ca-mau');
    db = await openDatabase(await engine.target());
    await migrate(db, AT);
    actor = await localAccount(db, AT);
    const folder = await openRunFolder(await sample.plan());
    await applyRun(db, folder, { ...options, stageOnly: true });
    run = folder.manifest.id;
  }, 240_000);
  afterAll(async () => {
    await db?.close();
    engine.stop();
    await sample?.close();
  });

  const cases = async (code: string): Promise<readonly CaseView[]> =>
    (await listCases(db, scopeOf(run, actor), { code }, null, 100)).cases;
  const open = async (view: CaseView): Promise<CaseDetail> =>
    (await readCase(db, actor, run, view.key, gazetteer))!;
  const statusOf = async (of: string, place: { source: string; record: number }) => {
    const [row] = await db.query<{
      status: string;
      reason: string;
      resolved_by: string;
      new_commune: string;
    }>(
      `select a.status, a.reason, a.resolved_by, a.new_commune from assignment a
       join source s on s.run_id = a.run_id and s.source = a.source
       where a.run_id = $1 and s.name = $2 and a.record = $3`,
      [of, place.source, place.record],
    );
    return row;
  };

  it('brings a run in without putting anything in force', async () => {
    const [{ n }] = (await db.query('select count(*)::int as n from registry')) as [{ n: number }];
    expect(n).toBe(0);
    const states = await db.query('select distinct state from run_unit');
    expect(states).toEqual([{ state: 'staged' }]);
    expect(await db.query('select state from run')).toEqual([{ state: 'staged' }]);
  });

  it('does in the next plan what was decided, and nothing else', { timeout: 240_000 }, async () => {
    const [split] = await cases('commune.straddles');
    const [twin] = await cases('duplicate.key-before');
    const [crossing] = await cases('geometry.self-crossing');
    const [overlap] = await cases('overlap.parcel');
    ids.split = await open(split!);
    ids.twin = await open(twin!);
    ids.crossing = await open(crossing!);
    const { choices } = ids.split;
    await decide(
      db,
      actor,
      run,
      split!.key,
      { verdict: 'choose', choice: choices[1]!.value, version: 0 },
      deciding,
    );
    const kept = ids.twin.choices[1]!;
    await decide(db, actor, run, twin!.key, { verdict: 'choose', choice: kept.value, version: 0 }, deciding);
    await decide(
      db,
      actor,
      run,
      crossing!.key,
      { verdict: 'reject', reason: 'vẽ hỏng', version: 0 },
      deciding,
    );
    await decide(db, actor, run, overlap!.key, { verdict: 'accept', version: 0 }, deciding);

    const { manifest } = await openRunFolder(`${sample.runs}/${run}`);
    const state = async () => ({
      records: await reviewedRecords(db, manifest.province),
      standing: await standingDecisions(db, manifest.province),
    });
    const reviewed = await state();
    const path = await sample.plan(reviewed);
    expect(await sample.plan(reviewed)).toBe(path);
    const next = await openRunFolder(path);
    expect(next.manifest.id).not.toBe(run);
    const sum = next.manifest.counts;
    expect(sum.assigned + sum.ambiguous + sum.rejected).toBe(sum.read);
    expect(sum.read).toBe(manifest.counts.read);

    const outcomes = await reportDecisions(path, reviewed.standing);
    const fates = new Map(outcomes.map((each) => [`${each.code} ${each.verdict}`, each.fate]));
    expect(fates.get('commune.straddles choose')).toBe('used');
    expect(fates.get('duplicate.key-before choose')).toBe('used');
    expect(fates.get('geometry.self-crossing reject')).toBe('used');
    expect(fates.get('overlap.parcel accept')).toBe('kept');

    await applyRun(db, next, { ...options, stageOnly: true });
    const id = next.manifest.id;
    const place = (detail: CaseDetail, at = 0) => {
      const { name, record } = detail.parcels[at]!.source;
      return { source: name, record };
    };
    expect(await statusOf(id, place(ids.split))).toMatchObject({
      ...{ status: 'assigned', resolved_by: 'decision', new_commune: choices[1]!.value },
    });
    expect(await statusOf(id, place(ids.twin, 1))).toMatchObject({ status: 'assigned' });
    expect(await statusOf(id, place(ids.twin, 0))).toMatchObject({
      ...{ status: 'rejected', reason: 'decision.withdrawn' },
    });
    expect(await statusOf(id, place(ids.crossing))).toMatchObject({
      ...{ status: 'rejected', reason: 'decision.withdrawn' },
    });
    // The accepted case came back unchanged, decided.
    const back = await listCases(
      db,
      scopeOf(id, actor),
      { code: 'overlap.parcel', state: 'decided' },
      null,
      100,
    );
    expect(back.cases.map(({ subject }) => subject)).toContainEqual(overlap!.subject);
    // It is one case in both runs: taken back in the later one, it is open in the earlier one too.
    const again = back.cases.find(({ subject }) => isDeepStrictEqual(subject, overlap!.subject))!;
    const { decision } = (await readCase(db, actor, id, again.key, gazetteer))!;
    await answer(db, actor, id, decision!, 'undo', 'xem lại', AT);
    for (const each of [id, run]) {
      const open = await listCases(
        db,
        scopeOf(each, actor),
        { code: 'overlap.parcel', state: 'open' },
        null,
        100,
      );
      expect(open.cases.map(({ subject }) => subject)).toContainEqual(overlap!.subject);
    }
    const { version } = (
      await listCases(db, scopeOf(run, actor), { code: 'overlap.parcel' }, null, 100)
    ).cases.find(({ key }) => key === overlap!.key)!;
    await decide(db, actor, run, overlap!.key, { verdict: 'accept', version }, deciding);
    // Every other record is as it was.
    const [same] = await db.query<{ differing: number }>(
      `select count(*)::int as differing from assignment a join assignment b on b.run_id = $2 and b.source = a.source
         and b.layer = a.layer and b.record = a.record
       where a.run_id = $1 and a.raw::text <> b.raw::text`,
      [run, id],
    );
    expect(same!.differing).toBe(0);
  });

  it('drops a decision whose record was changed, and says so', { timeout: 120_000 }, async () => {
    const { manifest } = await openRunFolder(`${sample.runs}/${run}`);
    const standing = await standingDecisions(db, manifest.province);
    const records = (await reviewedRecords(db, manifest.province)).map((each) => ({
      ...each,
      hash: each.hash.replace(/^./, (first) => (first === '0' ? '1' : '0')),
    }));
    const outcomes = await reportDecisions(await sample.plan({ records, standing }), standing);
    const chosen = outcomes.filter(({ verdict }) => verdict !== 'accept');
    expect(chosen.length).toBeGreaterThan(2);
    expect(new Set(chosen.map(({ fate }) => fate))).toEqual(new Set(['record-changed']));
  });

  it('lifts a block that was accepted when the run is applied again', { timeout: 120_000 }, async () => {
    const [commune] = await db.query<{ unit: string; summary: { blocking: number } }>(
      `select unit, summary from run_unit where run_id = $1 and unit <> '.unresolved' and (summary ->> 'blocking')::int = 0
       order by unit limit 1`,
      [run],
    );
    // The demo has no parcel outside its province: one blocking finding is put beside what the run has.
    const { unit } = commune!;
    await db.query('update run_unit set summary = $3 where run_id = $1 and unit = $2', [
      run,
      unit,
      JSON.stringify({ ...commune!.summary, blocking: 1 }),
    ]);
    await db.query(
      `insert into issue select run_id, unit, ordinal, 900000, 'place.outside-province', 'blocking', subject, at, 'x', 'y',
         lon, lat, null, '[]' from issue where run_id = $1 and unit = $2 limit 1`,
      [run, unit],
    );
    await db.query(
      `insert into review_case (run_id, unit, seq, rank, code, ordinal, fingerprint, words, opened_at)
       values ($1, $2, 900000, 0, 'place.outside-province', 0, 'f', '', $3)`,
      [run, unit, AT],
    );
    expect((await liftedBlocking(db, run)).get(unit)).toBeUndefined();
    await decide(db, actor, run, `${unit}:900000`, { verdict: 'accept', version: 0 }, deciding);
    expect((await liftedBlocking(db, run)).get(unit)).toBe(1);
    const folder = await openRunFolder(`${sample.runs}/${run}`);
    const communes = folder.manifest.communes.map((each) =>
      each.unit === unit ? { ...each, blocking: 1 } : each,
    );
    const blocked = { ...folder, manifest: { ...folder.manifest, communes } };
    await db.query('update run set manifest = $2 where id = $1', [run, JSON.stringify(blocked.manifest)]);
    const result = await applyRun(db, blocked, { ...options, onlyUnits: [unit as never] });
    expect(result.units).toMatchObject([{ unit, outcome: 'applied' }]);
  });
});
