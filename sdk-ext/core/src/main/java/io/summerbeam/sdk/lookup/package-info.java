/**
 * What a table outside the pipeline looks like to a transform: many keys at once, not blocking, or
 * the whole of it, read now and then.
 *
 * <p>IO modules implement {@link io.summerbeam.sdk.lookup.RowLookupSource} and {@link
 * io.summerbeam.sdk.lookup.SnapshotLoader}; {@code transforms.enrich} uses them; neither sees the
 * other.
 */
package io.summerbeam.sdk.lookup;
