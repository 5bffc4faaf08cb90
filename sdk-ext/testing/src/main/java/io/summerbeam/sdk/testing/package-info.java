/**
 * Fixtures for tests of pipelines: {@link io.summerbeam.sdk.testing.DeadLettersAssert} says which
 * dead letters there are, exactly; {@link io.summerbeam.sdk.testing.TestKeyset} is a keyset for
 * what tokenizes and encrypts; {@link io.summerbeam.sdk.testing.LookupAnswers} asks a source of
 * one's own, and {@link io.summerbeam.sdk.testing.Leftovers} looks at what it leaves behind; {@link
 * io.summerbeam.sdk.testing.RegistryServer} stands in for a schema registry.
 */
package io.summerbeam.sdk.testing;
