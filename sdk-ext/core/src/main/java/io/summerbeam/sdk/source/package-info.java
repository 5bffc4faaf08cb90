/**
 * Where a record came from: {@link io.summerbeam.sdk.source.Provenance}, which travels with the Row
 * in one reserved field that user code does not see. How it is read, as the runner wants it: {@link
 * io.summerbeam.sdk.source.SourceOptions}.
 *
 * <p>Sources write provenance, row-level steps carry it, dead letters read it.
 */
package io.summerbeam.sdk.source;
