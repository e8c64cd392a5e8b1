/** The HTTP server of the map and the review. */

export { type Server, type ServerOptions, startServer } from './server.ts';
