/**
 * Rows as JSON text, in one way everywhere: in dead letters, in files, in examples.
 *
 * <p>Reading JSON is the business of the formats module; the limits of records are here, because
 * transforms read some, too.
 */
package io.summerbeam.sdk.json;
