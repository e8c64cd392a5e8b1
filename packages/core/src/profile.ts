/** Province profiles: what the law and practice fix for one new province. Data lives in `admin-units`. */
import type { IsoDate, ProvinceCode } from './code.ts';

/** How colliding map sheets of merged communes get new numbers. */
export type SheetStrategy = 'continue' | 'range' | 'prefix' | 'table';

export type ProvinceProfile = {
  /** Slug used on the command line: `lao-cai`, `ca-mau`. */
  readonly id: string;
  readonly code: ProvinceCode;
  readonly name: string;
  /** First day of the new codes. */
  readonly effective: IsoDate;
  readonly act: string;
  readonly predecessors: readonly {
    readonly code: ProvinceCode;
    readonly name: string;
    /** EPSG code of the VN-2000 3° zone its cadastral maps use. */
    readonly zone: number;
  }[];
  /** WGS84 degrees, west, south, east, north, with a margin that takes in all of the province. */
  readonly extent: readonly [number, number, number, number];
  /** First two GeoHash characters of any identifier in the province. */
  readonly idPrefixes: readonly string[];
  readonly sheetStrategy: SheetStrategy;
  /** Zone of the single-zone export layer. */
  readonly exportZone: number;
};
