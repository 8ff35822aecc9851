/** Studies: arms in words, and the study of a user's own data. */
package org.dropoutlab.study;
