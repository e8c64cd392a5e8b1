/** The OpenAPI 3.1 document, made of the very list of routes that is served. */

import { COMPONENTS } from '@thuadat/api/components';
import type { Schema } from '@thuadat/api/parts';
import { COOKIE } from './identity.ts';
import { JSON_TYPE, type Route } from './route.ts';

type ObjectSchema = { properties: Record<string, Schema>; required?: readonly string[] };

const parameters = (schema: Schema | undefined, place: 'path' | 'query') => {
  const { properties = {}, required = [] } = (schema ?? {}) as Partial<ObjectSchema>;
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: each,
  }));
};

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const operation = (route: Route) => ({
  operationId: route.id,
  summary: route.summary,
  parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
  ...(route.body
    ? { requestBody: { required: true, content: { [JSON_TYPE]: { schema: route.body } } } }
    : {}),
  ...(route.needs ? { security: [{ session: [] }], description: `Needs permission: ${route.needs}.` } : {}),
  responses: {
    200: {
      description: 'OK',
      content: {
        [route.type]: {
          schema: route.gives ? reference(route.gives) : { type: 'string', format: 'binary' },
        },
      },
    },
    default: {
      description: 'What went wrong and what to do',
      content: { 'application/problem+json': { schema: reference('Problem') } },
    },
  },
});

function pathsOf(routes: readonly Route[]): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [(route.method ?? 'GET').toLowerCase()]: operation(route) };
  }
  return paths;
}

export const openApi = (routes: readonly Route[]) => ({
  openapi: '3.1.0',
  info: {
    title: 'ThửaĐất',
    version: '1',
    description:
      'Runs of a parcel migration: communes, parcels, issues, vector tiles, and the review of their cases.',
  },
  paths: pathsOf(routes),
  components: {
    schemas: COMPONENTS,
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: COOKIE } },
  },
});
