/** The unmask job: {@link io.summerbeam.samples.unmask.UnmaskJob}. */
package io.summerbeam.samples.unmask;
