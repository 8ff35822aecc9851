/** What in a user's table could make a result wrong or misleading, and what its columns hold. Imports experiment, data, data.table. */
package org.dropoutlab.data.audit;
