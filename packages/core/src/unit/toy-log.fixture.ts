/** A made-up province for the tests of epoch, decision and resolve: two old provinces 10 and 15 into a new 15. */
import type { CommuneCode, IsoDate, ProvinceCode } from '../code.ts';
import type { ProvinceProfile } from '../profile.ts';
import type { ParcelDraft } from '../stages.ts';
import { buildCrosswalk } from './crosswalk.ts';
import { parseLog } from './log.ts';

// 00001 lives on under another name, 00002 is split over 00001 and 00005, 00003 dies, 00004 stays as it is, 00007 was
// given to Phường Bốn until 2024-12-01, whose land went elsewhere than that of the later Phường Hai; 00008 died then.
const UNITS = `code,name,province,district,from,to
00001,Phường Kim Tân,10,080,2020-03-01,2025-07-01
00002,Thị trấn Năm Căn,10,081,2020-03-01,2025-07-01
00003,Phường Lào Cai,10,080,2020-03-01,2025-07-01
00004,Xã Nậm Có,15,137,2020-03-01,2025-07-01
00005,Xã Đất Mới,15,137,2020-03-01,2025-07-01
00007,Phường Bốn,10,080,2020-03-01,2024-12-01
00007,Phường Hai,10,080,2024-12-01,2025-07-01
00008,Xã Tà Chải,10,081,2020-03-01,2024-11-01
00009,Xã Xa,22,200,2020-03-01,
00001,Phường Lào Cai,15,,2025-07-01,
00004,Xã Nậm Có,15,,2025-07-01,
00005,Xã Năm Căn,15,,2025-07-01,
`;
const EVENTS = `date,kind,from,to,relation,act
2024-11-01,merge,00008,00002,whole,1/NQ
2024-12-01,split,00007,00007,part,2/NQ
2024-12-01,split,00007,00005,part,2/NQ
2025-07-01,merge,00001,00001,whole,3/NQ §1
2025-07-01,merge,00003,00001,whole,3/NQ §1
2025-07-01,merge,00007,00001,whole,3/NQ §1
2025-07-01,split,00002,00001,part,3/NQ §2
2025-07-01,split,00002,00005,part,3/NQ §3
2025-07-01,transfer,00004,00004,whole,3/NQ §4
2025-07-01,merge,00005,00005,whole,3/NQ §3
`;

const log = parseLog(UNITS, EVENTS);
if (log.problems.length > 0) throw new Error(JSON.stringify(log.problems));

export const toyCrosswalk = buildCrosswalk(log.units, log.events, 'toy');
export const toyProfile: ProvinceProfile = {
  id: 'toy',
  code: '15' as ProvinceCode,
  name: 'Tỉnh Lào Cai',
  effective: '2025-07-01' as IsoDate,
  act: '3/NQ',
  predecessors: [
    { code: '10' as ProvinceCode, name: 'Tỉnh Lào Cai', zone: 9208 },
    { code: '15' as ProvinceCode, name: 'Tỉnh Yên Bái', zone: 9208 },
  ],
  extent: [103, 21, 105, 23],
  idPrefixes: ['w7'],
  sheetStrategy: 'continue',
  exportZone: 9208,
};

/** A draft with nothing but what the test names. */
export const toyDraft = (own: Partial<Record<keyof ParcelDraft, unknown>>): ParcelDraft =>
  ({
    ordinal: 0,
    source: 0,
    layer: 0,
    record: 1,
    values: [],
    geometry: null,
    zone: 9208,
    province: null,
    commune: null as CommuneCode | null,
    communeName: null,
    sheet: '3',
    scale: '500',
    series: null,
    parcel: '12',
    areaLegal: null,
    landUse: null,
    address: null,
    carriedId: null,
    digitalAddress: null,
    fixes: [],
    issues: [],
    ...own,
  }) as ParcelDraft;
