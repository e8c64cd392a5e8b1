/**
 * The migration as a specialist of PostGIS writes it for a machine like this one. Every costly step runs on all cores:
 * two loads, two index sessions, and plans with parallel workers (`PARALLEL` says what makes the planner choose them).
 * It does less than ours: no text repair, no sheet table by name, no registry, audit, checkpoints or way back, and
 * its points are exact to 1/1000 of a parcel's extent, where ours are to 0.01 mm.
 */

export const ZONE = 9208;

/** Set in each session. The functions are costed high already; tables this size just need cheap workers. */
export const PARALLEL = [
  'set max_parallel_workers_per_gather = 2',
  'set parallel_setup_cost = 10',
  'set parallel_tuple_cost = 0.001',
  `set min_parallel_table_scan_size = 0`,
  `set work_mem = '256MB'`,
  'set jit = off',
];

/**
 * The join with the crosswalk, the sheets renumbered, validity, the representative point and its GeoHash. Validity is
 * computed once and in this place: a lateral subquery for it would cost the plan its parallel workers.
 */
export const ASSIGN = `
  select p.ogc_fid as id, c.new_commune, h.new_sheet, p."soThuTuThua" as parcel,
         c.old_commune, p."soHieuToBanDo" as old_sheet, p."tyLe" as scale,
         p."dienTichPhapLy"::double precision as area, p."loaiDat" as land_use, p."tenChu" as holder,
         p."diaChi" as address, p."maThuaDat" is not null as carried,
         coalesce(p."maThuaDat", case when st_isvalid(p.geom) and st_area(p.geom) > 0 then
           st_geohash(st_transform((st_maximuminscribedcircle(p.geom)).center, 4326), 12) end) as parcel_id,
         p.geom
  from peer_source p
  left join peer_crosswalk c on c.written = p."xaId"
  left join peer_sheet h on h.old_commune = c.old_commune and h.old_sheet = p."soHieuToBanDo" and h.scale = p."tyLe"`;

export type Step = { readonly name: string; readonly sql: readonly (readonly string[])[] };

/** Statements in one list run one after the other in one session; lists run at the same time. */
export const STEPS: readonly Step[] = [
  {
    name: 'sheets',
    sql: [
      [
        'analyze peer_source',
        `create table peer_sheet as
         select c.new_commune, c.old_commune, s."soHieuToBanDo" as old_sheet, s."tyLe" as scale,
                dense_rank() over (partition by c.new_commune
                  order by c.old_commune <> c.new_commune, c.old_commune, s."soHieuToBanDo", s."tyLe")::text as new_sheet
         from (select "xaId", "soHieuToBanDo", "tyLe" from peer_source group by 1, 2, 3) s
         join peer_crosswalk c on c.written = s."xaId"
         group by 1, 2, 3, 4`,
        'analyze peer_sheet',
      ],
    ],
  },
  {
    name: 'join, validity, MIC + GeoHash',
    sql: [[`create table peer_parcel as ${ASSIGN}`, 'analyze peer_parcel']],
  },
  {
    name: 'indexes',
    sql: [
      [
        'create index on peer_parcel using gist (geom)',
        'create index on peer_parcel (old_commune, old_sheet, parcel)',
      ],
      [
        'alter table peer_parcel add primary key (id)',
        'create index on peer_parcel (new_commune, new_sheet, parcel)',
        'create index on peer_parcel (parcel_id)',
      ],
    ],
  },
  {
    name: 'checks (validity, containment, duplicates)',
    sql: [
      [
        `create table peer_invalid as
         select id, st_isvalidreason(geom) as reason from peer_parcel
         where (parcel_id is null or carried) and not st_isvalid(geom)`,
        `create table peer_duplicate as
         select 'key' as kind, new_commune || '/' || new_sheet || '/' || parcel as found, count(*) as times
           from peer_parcel group by new_commune, new_sheet, parcel having count(*) > 1
         union all
         select 'identifier', parcel_id, count(*) from peer_parcel group by parcel_id having count(*) > 1`,
      ],
      [
        `create table peer_outside as
         select p.id, p.new_commune, o.code as lies_in
         from peer_parcel p
         join peer_boundary b on b.code = p.new_commune
         left join peer_boundary o on st_intersects(o.geom, st_pointonsurface(p.geom)) and o.code <> p.new_commune
         where p.parcel_id is not null and not st_covers(b.geom, p.geom)`,
      ],
    ],
  },
];

/** What ours does besides and the issue does not ask of the peer: shown apart, not in its total. */
export const OVERLAPS: Step = {
  name: 'overlaps of neighbours (not in the total)',
  sql: [
    [
      `create table peer_overlap as
       select a.id as a, b.id as b, st_area(st_intersection(a.geom, b.geom)) as area
       from peer_parcel a
       join peer_parcel b on a.geom && b.geom and a.id < b.id
       where a.parcel_id is not null and b.parcel_id is not null and st_relate(a.geom, b.geom, '2********')`,
    ],
  ],
};
