/**
 * The mask job, {@link io.summerbeam.samples.mask.MaskJob}, and {@link
 * io.summerbeam.samples.mask.ExplainCommand}, which shows what a policy does.
 */
package io.summerbeam.samples.mask;
