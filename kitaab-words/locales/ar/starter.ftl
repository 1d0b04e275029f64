### مسودة: هذه النصوص لم يراجعها قارئ لغته الأم العربية بعد.
### TO BE REVIEWED by a native reader of Arabic: written by people who are not.

starter-group-prayer = الصلاة
starter-group-quran = القرآن والعلم
starter-group-remembrance = الذكر
starter-group-fasting = الصيام
starter-group-people = العطاء والناس
starter-group-self = النفس
starter-group-faults = ما ينبغي اجتنابه

starter-deed-salah = الصلاة
starter-about-salah = الصلوات الخمس: فائتة أو متأخرة أو في وقتها أو في جماعة.
starter-item-salah-fajr = الفجر
starter-item-salah-zuhr = الظهر
starter-item-salah-asr = العصر
starter-item-salah-maghrib = المغرب
starter-item-salah-isha = العشاء

starter-deed-salah-at-home = الصلاة في البيت
starter-about-salah-at-home = الصلوات الخمس لمن يصلي في بيته: فائتة أو متأخرة أو في وقتها أو في أول وقتها.
starter-item-salah-at-home-fajr = الفجر
starter-item-salah-at-home-zuhr = الظهر
starter-item-salah-at-home-asr = العصر
starter-item-salah-at-home-maghrib = المغرب
starter-item-salah-at-home-isha = العشاء

starter-deed-jumuah = الجمعة
starter-about-jumuah = صلاة الجمعة.
starter-deed-rawatib = السنن الرواتب
starter-about-rawatib = السنن مع الصلوات الخمس.
starter-item-rawatib-before-fajr = قبل الفجر
starter-item-rawatib-before-zuhr = قبل الظهر
starter-item-rawatib-after-zuhr = بعد الظهر
starter-item-rawatib-after-maghrib = بعد المغرب
starter-item-rawatib-after-isha = بعد العشاء
starter-deed-witr = الوتر
starter-about-witr = الصلاة التي يُختم بها الليل.
starter-deed-tahajjud = التهجد
starter-about-tahajjud = صلاة الليل.
starter-deed-duha = الضحى
starter-about-duha = صلاة الضحى.

starter-deed-quran = القرآن
starter-about-quran = الصفحات المقروءة.
starter-deed-memorising = الحفظ
starter-about-memorising = الأسطر المحفوظة من القرآن.
starter-deed-kahf = سورة الكهف
starter-about-kahf = تُقرأ يوم الجمعة.
starter-deed-knowledge = طلب العلم
starter-about-knowledge = دقائق في تعلم ما يقرب إلى الله.

starter-deed-adhkar = الأذكار
starter-about-adhkar = أذكار الصباح والمساء.
starter-item-adhkar-morning = الصباح
starter-item-adhkar-evening = المساء
starter-deed-dhikr = الذكر
starter-about-dhikr = كلمات الذكر بعددها.
starter-item-dhikr-subhanallah = سبحان الله
starter-item-dhikr-alhamdulillah = الحمد لله
starter-item-dhikr-allahu-akbar = الله أكبر
starter-deed-istighfar = الاستغفار
starter-about-istighfar = الاستغفار بعدده.
starter-deed-salawat = الصلاة على النبي
starter-about-salawat = الصلاة على النبي بعددها.

starter-deed-fasting = الصيام
starter-about-fasting = رمضان، وما فات منه يُقضى، وصيام التطوع.
starter-item-fasting-ramadan = رمضان
starter-item-fasting-shawwal = ست من شوال
starter-item-fasting-mondays-and-thursdays = الاثنين والخميس
starter-item-fasting-white-days = الأيام البيض
starter-item-fasting-arafah = عرفة
starter-item-fasting-ashura = تاسوعاء وعاشوراء

starter-deed-charity = الصدقة
starter-about-charity = ما أُنفق، بعملتك.
starter-deed-parents = بر الوالدين
starter-about-parents = اتصال أو زيارة أو خدمة أو دعاء لهما.
starter-deed-family-ties = صلة الرحم
starter-about-family-ties = وصل أحد الأقارب.
starter-deed-neighbours = الجيران
starter-about-neighbours = إحسان إلى الجار.

starter-deed-reckoning = محاسبة النفس
starter-about-reckoning = النظر في اليوم قبل أن ينقضي.
starter-deed-early-sleep = النوم مبكرًا
starter-about-early-sleep = النوم في وقت يعين على قيام الليل والفجر.

starter-deed-backbiting = الغيبة
starter-about-backbiting = ذكر الغائب بما يكره.
starter-deed-lying = الكذب
starter-about-lying = عدد المرات التي لم يكن فيها القول صدقًا.
starter-deed-anger = الغضب
starter-about-anger = عدد المرات التي غلبني فيها الغضب.
starter-deed-harsh-words = الكلام الجارح
starter-about-harsh-words = كلمات تؤذي.
starter-deed-wasted-time = ضياع الوقت
starter-about-wasted-time = دقائق ذهبت في غير نفع، ويُتسامح في ثلاثين منها.
starter-deed-gaze = إطلاق البصر
starter-about-gaze = عدد المرات التي لم يُغض فيها البصر.
starter-deed-envy = الحسد
starter-about-envy = كراهة النعمة على الغير.
starter-deed-arguing = الجدال
starter-about-arguing = الجدال طلبًا للغلبة.

starter-value-no = لا
starter-value-yes = نعم
starter-value-missed = فائتة
starter-value-late = متأخرة
starter-value-on-time = في وقتها
starter-value-in-congregation = في جماعة
starter-value-at-its-beginning = في أول وقتها
starter-value-zuhr-instead = الظهر بدلًا منها
starter-value-attended = حضور
starter-value-none = لا شيء
starter-value-some = بعض الشيء
starter-value-much = كثير

starter-unit-pages = صفحة
starter-unit-lines = سطر
starter-unit-times = مرة
starter-unit-minutes = دقيقة
