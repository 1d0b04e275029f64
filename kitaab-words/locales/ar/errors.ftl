### مسودة: هذه النصوص لم يراجعها قارئ لغته الأم العربية بعد.
### TO BE REVIEWED by a native reader of Arabic: written by people who are not.

error-invalid = لا يمكن قبول هذا كما هو: { $field } { $detail }.
error-not-found = غير موجود ({ $kind }): { $id }.
error-conflict = يوجد ما يمنع ذلك ({ $kind }): { $detail }.
error-denied = هذا غير مسموح به: { $detail }.
error-unavailable = لا يمكن الوصول إلى التخزين الآن، وقد تنجح إعادة المحاولة.
error-corrupt = البيانات المخزونة تالفة: { $detail }.
error-unsupported = لا يمكن فعل هذا هنا: { $detail }.
error-cancelled = أُلغيت العملية، ولم يُترك شيء ناقصًا.
error-unexpected = حدث خطأ غير متوقع.
