/** The published experiments, one readable class each. */
package org.dropoutlab.study.catalogue;
