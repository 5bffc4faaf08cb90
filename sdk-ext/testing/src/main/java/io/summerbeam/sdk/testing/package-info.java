/**
 * Fixtures for tests of pipelines: {@link io.summerbeam.sdk.testing.DeadLettersAssert} says which
 * dead letters there are, exactly; {@link io.summerbeam.sdk.testing.TestKeyset} is a keyset for
 * what tokenizes and encrypts.
 */
package io.summerbeam.sdk.testing;
