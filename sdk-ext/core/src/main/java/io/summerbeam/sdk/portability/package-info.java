/**
 * What transforms tell those who check a pipeline before it is submitted: {@link
 * io.summerbeam.sdk.portability.HasAlternative}.
 */
package io.summerbeam.sdk.portability;
