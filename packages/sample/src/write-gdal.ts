/** GeoPackage and FlatGeobuf through GDAL, where it is installed. */
import { rmSync } from 'node:fs';
import type { Column } from './columns.ts';
import type { FileOptions, RowWriter } from './writer.ts';

/** Rows in one transaction. */
const BATCH = 50_000;

const DRIVERS: Readonly<Record<string, string>> = { gpkg: 'GPKG', fgb: 'FlatGeobuf' };

export async function openGdalWriter(
  path: string,
  columns: readonly Column[],
  { format, declared }: FileOptions,
): Promise<RowWriter> {
  const gdal = await loadGdal(format);
  // Files written on another day must be the same byte by byte.
  gdal.config.set('OGR_CURRENT_DATE', '2025-06-30T00:00:00.000Z');
  rmSync(path, { force: true });
  const dataset = gdal.drivers.get(DRIVERS[format]!).create(path);
  const system = declared === null ? null : gdal.SpatialReference.fromEPSG(declared);
  // 0 = any geometry: multi-part parcels and polygons share the layer.
  const layer = dataset.layers.create('thua_dat', system, 0 as unknown as typeof gdal.wkbPolygon, [
    ...(format === 'fgb' ? ['SPATIAL_INDEX=NO'] : []),
  ]);
  for (const { name } of columns) layer.fields.add(new gdal.FieldDefn(name, gdal.OFTString));
  const transactions = format === 'gpkg';
  let open = 0;
  return {
    write({ values, geometry }) {
      if (transactions && open === 0) dataset.executeSQL('BEGIN');
      const feature = new gdal.Feature(layer);
      columns.forEach(({ role }, i) => {
        const value = values[role];
        if (value !== null) feature.fields.set(i, value);
      });
      feature.setGeometry(gdal.Geometry.fromWKB(Buffer.from(geometry)));
      layer.features.add(feature);
      if (transactions && ++open === BATCH) {
        dataset.executeSQL('COMMIT');
        open = 0;
      }
    },
    close() {
      if (open > 0) dataset.executeSQL('COMMIT');
      dataset.close();
    },
  };
}

async function loadGdal(format: string): Promise<typeof import('gdal-async')> {
  try {
    return (await import('gdal-async')).default as unknown as typeof import('gdal-async');
  } catch (cause) {
    throw new Error(
      `Format ${format}: GDAL (gdal-async) expected, not installed. Run "npm run setup", or write shp, geojson or csv.`,
      { cause },
    );
  }
}
