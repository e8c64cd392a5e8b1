/**
 * The map draws its letters from the same files as the page (Be Vietnam Pro, SIL Open Font License), served with it:
 * no glyph server, and every Vietnamese letter with its marks in place.
 */
import latinUrl from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-500-normal.woff2?url';
import latinExtUrl from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-500-normal.woff2?url';
import vietnameseUrl from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-500-normal.woff2?url';
import type { FontFacesSpecification } from 'maplibre-gl';

export const FONT = 'Be Vietnam Pro';

const absolute = (url: string): string => new URL(url, globalThis.location?.href ?? 'http://localhost/').href;

export const FONT_FACES: FontFacesSpecification = {
  [FONT]: [
    {
      url: absolute(vietnameseUrl),
      'unicode-range': [
        'U+0102-0103',
        'U+0110-0111',
        'U+0128-0129',
        'U+0168-0169',
        'U+01A0-01A1',
        'U+01AF-01B0',
        'U+1EA0-1EF9',
        'U+20AB',
      ],
    },
    { url: absolute(latinUrl), 'unicode-range': ['U+0000-00FF', 'U+2000-206F'] },
    { url: absolute(latinExtUrl), 'unicode-range': ['U+0100-02BA', 'U+1E00-1E9F'] },
  ],
};
