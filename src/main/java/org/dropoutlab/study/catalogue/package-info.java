/** The published experiments, one class each. */
package org.dropoutlab.study.catalogue;
