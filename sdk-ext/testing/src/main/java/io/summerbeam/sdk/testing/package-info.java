/**
 * Fixtures for tests of pipelines: {@link io.summerbeam.sdk.testing.DeadLettersAssert} says which
 * dead letters there are, exactly.
 */
package io.summerbeam.sdk.testing;
