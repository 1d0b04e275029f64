### Errors, by their codes. $detail is what the program itself says, in English.

error-invalid = This can't be taken as it is: { $field } { $detail }.
error-not-found = There is no such { $kind }: { $id }.
error-conflict = Something stands against it ({ $kind }): { $detail }.
error-denied = That is not allowed: { $detail }.
error-unavailable = The storage can't be reached now; trying again may work.
error-corrupt = The stored data is damaged: { $detail }.
error-unsupported = This can't be done here: { $detail }.
error-cancelled = It was cancelled; nothing was left half-done.
error-unexpected = Something unexpected went wrong.
