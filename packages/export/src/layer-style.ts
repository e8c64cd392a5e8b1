/**
 * How QGIS draws the parcels of a GeoPackage: coloured by where the identifier comes from, labelled old → new. Its own XML (`.qml`), symbols
 * in the form of 3.16 to 3.40 alike.
 */
import type { LayerStyle } from '@thuadat/formats/write/writer';
import { COLUMN_WORDS } from './column-words.ts';
import type { Column } from './columns.ts';

/** Fill by code, as on the page: issued, carried, registered, pending. */
const COLOURS: Readonly<Record<string, string>> = {
  minted: '166,206,166,160',
  carried: '166,196,226,160',
  registry: '206,190,226,160',
  pending: '240,170,120,200',
};
const OUTLINE = '60,60,60,255';
const LABEL = [
  '"soHieuToBanDoCu" || \'/\' || "soThuTuThuaCu"',
  '"soHieuToBanDo" || \'/\' || "soThuTuThua"',
].join(" || ' → ' || ");
/** Below this scale labels of parcels cover each other. */
const LABELS_FROM = 2500;

export const parcelStyle = (columns: readonly Column[]): LayerStyle => ({
  title: 'Cũ → mới, theo nguồn mã định danh',
  qml: `<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.16.0" styleCategories="Symbology|Labeling|Fields">
${renderer()}
${labeling()}
<aliases>${columns.map(({ name, title = name }, i) => `<alias index="${i + 1}" field=${attribute(name)} name=${attribute(title)}/>`).join('')}</aliases>
<layerGeometryType>2</layerGeometryType>
</qgis>
`,
});

function renderer(): string {
  const states = Object.entries(COLUMN_WORDS.nguonMa!.codes!);
  const categories = states.map(
    ([code, { vi }], i) => `<category value="${code}" symbol="${i}" label=${attribute(vi)} render="true"/>`,
  );
  const symbols = states.map(
    ([code], i) =>
      `<symbol name="${i}" type="fill" alpha="1" clip_to_extent="1"><layer class="SimpleFill" enabled="1" locked="0" pass="0">${properties(
        {
          color: COLOURS[code]!,
          outline_color: OUTLINE,
          outline_width: '0.2',
          outline_width_unit: 'MM',
          style: 'solid',
        },
      )}</layer></symbol>`,
  );
  return `<renderer-v2 type="categorizedSymbol" attr="nguonMa" symbollevels="0" forceraster="0"><categories>${categories.join('')}</categories><symbols>${symbols.join('')}</symbols></renderer-v2>`;
}

/** Versions before 3.22 read `prop`, later ones `Option`. */
function properties(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values);
  const options = entries.map(([name, value]) => `<Option name="${name}" type="QString" value="${value}"/>`);
  const props = entries.map(([name, value]) => `<prop k="${name}" v="${value}"/>`);
  return `<Option type="Map">${options.join('')}</Option>${props.join('')}`;
}

const labeling = (): string =>
  `<labeling type="simple"><settings calloutType="simple"><text-style fieldName=${attribute(LABEL)} isExpression="1" fontSize="8" fontSizeUnit="Point" textColor="20,20,20,255"/><placement placement="1" centroidInside="1"/><rendering scaleVisibility="1" scaleMin="${LABELS_FROM}" scaleMax="1" obstacle="0"/></settings></labeling>`;

const attribute = (text: string): string =>
  `"${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}"`;
