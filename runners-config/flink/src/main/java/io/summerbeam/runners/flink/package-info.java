/** The Flink 1.19 runner: {@link io.summerbeam.runners.flink.FlinkProfile}. */
package io.summerbeam.runners.flink;
