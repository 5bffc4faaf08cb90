/**
 * Asking a {@link io.summerbeam.sdk.lookup.Lookup} for the keys of many records at once: {@link
 * io.summerbeam.transforms.lookup.LookupBundle} gathers the keys of one bundle, {@link
 * io.summerbeam.transforms.lookup.LookupEngine} is shared by all of a worker and has the cache, the
 * retries, the circuit breaker and the rate limit; {@link
 * io.summerbeam.transforms.lookup.SharedEngines} says how long. For the transforms, which know what
 * becomes of the answers.
 */
package io.summerbeam.transforms.lookup;
