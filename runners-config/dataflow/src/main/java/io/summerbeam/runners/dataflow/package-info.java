/** The Dataflow runner: {@link io.summerbeam.runners.dataflow.DataflowProfile}. */
package io.summerbeam.runners.dataflow;
