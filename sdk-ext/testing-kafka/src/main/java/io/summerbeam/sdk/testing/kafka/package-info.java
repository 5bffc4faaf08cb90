/**
 * A Kafka broker for tests: {@link io.summerbeam.sdk.testing.kafka.KafkaBroker}, which is a process
 * of its own and can be killed.
 */
package io.summerbeam.sdk.testing.kafka;
