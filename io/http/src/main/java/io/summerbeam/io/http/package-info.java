/**
 * Services over HTTP: {@link io.summerbeam.io.http.HttpLookup} asks one for each key, or for many
 * keys at once, and reads JSON. Secrets are references, and no data becomes part of a host or a
 * path.
 */
package io.summerbeam.io.http;
