/**
 * Kafka: topics read and written as Rows ({@link io.summerbeam.io.kafka.KafkaRows}), dead letters
 * in a topic ({@link io.summerbeam.io.kafka.KafkaDeadLetters}), and their way back ({@link
 * io.summerbeam.io.kafka.KafkaDeadLetterStore}, {@link io.summerbeam.io.kafka.KafkaReplayTarget}).
 */
package io.summerbeam.io.kafka;
