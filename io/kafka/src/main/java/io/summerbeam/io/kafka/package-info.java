/** Kafka: topics read and written as Rows, and dead letters in a topic. */
package io.summerbeam.io.kafka;
