/** The command line of the samples: {@link io.summerbeam.samples.Main} knows all jobs. */
package io.summerbeam.samples;
