/**
 * What a table outside the pipeline looks like to a transform: many keys at once, not blocking.
 *
 * <p>IO modules implement {@link io.summerbeam.sdk.lookup.LookupSource}; {@code transforms.enrich}
 * uses it; neither sees the other.
 */
package io.summerbeam.sdk.lookup;
