/** The Spark 3.5 runner (RDDs and DStreams): {@link io.summerbeam.runners.spark.SparkProfile}. */
package io.summerbeam.runners.spark;
