/** The validate job: {@link io.summerbeam.samples.validate.ValidateJob}. */
package io.summerbeam.samples.validate;
