### The starter catalogue: names of deeds people commonly keep, with their items, values and units.
### What they are (schedules, goals, exemption rules) stands in kitaab/starter/catalogue.toml.

starter-group-prayer = Prayer
starter-group-quran = Qur'an and knowledge
starter-group-remembrance = Remembrance
starter-group-fasting = Fasting
starter-group-people = Giving and people
starter-group-self = Oneself
starter-group-faults = To keep away from

starter-deed-salah = Salah
starter-about-salah = The five daily prayers: missed, late, on time, or in congregation.
starter-item-salah-fajr = Fajr
starter-item-salah-zuhr = Zuhr
starter-item-salah-asr = Asr
starter-item-salah-maghrib = Maghrib
starter-item-salah-isha = Isha

starter-deed-salah-at-home = Salah at home
starter-about-salah-at-home = The five daily prayers for those who pray at home: missed, late, on time, or at the beginning of their time.
starter-item-salah-at-home-fajr = Fajr
starter-item-salah-at-home-zuhr = Zuhr
starter-item-salah-at-home-asr = Asr
starter-item-salah-at-home-maghrib = Maghrib
starter-item-salah-at-home-isha = Isha

starter-deed-jumuah = Jumu'ah
starter-about-jumuah = The Friday prayer.
starter-deed-rawatib = Rawatib
starter-about-rawatib = The voluntary prayers beside the five.
starter-item-rawatib-before-fajr = Before Fajr
starter-item-rawatib-before-zuhr = Before Zuhr
starter-item-rawatib-after-zuhr = After Zuhr
starter-item-rawatib-after-maghrib = After Maghrib
starter-item-rawatib-after-isha = After Isha
starter-deed-witr = Witr
starter-about-witr = The prayer that closes the night.
starter-deed-tahajjud = Tahajjud
starter-about-tahajjud = The prayer at night.
starter-deed-duha = Duha
starter-about-duha = The prayer of the forenoon.

starter-deed-quran = Qur'an
starter-about-quran = Pages read.
starter-deed-memorising = Learning by heart
starter-about-memorising = Lines of the Qur'an learned by heart.
starter-deed-kahf = Surah al-Kahf
starter-about-kahf = Read on Fridays.
starter-deed-knowledge = Knowledge
starter-about-knowledge = Minutes spent learning what brings one nearer to God.

starter-deed-adhkar = Adhkar
starter-about-adhkar = The words of remembrance of the morning and the evening.
starter-item-adhkar-morning = Morning
starter-item-adhkar-evening = Evening
starter-deed-dhikr = Dhikr
starter-about-dhikr = Words of remembrance, counted.
starter-item-dhikr-subhanallah = Subhanallah
starter-item-dhikr-alhamdulillah = Alhamdulillah
starter-item-dhikr-allahu-akbar = Allahu akbar
starter-deed-istighfar = Istighfar
starter-about-istighfar = Asking for forgiveness, counted.
starter-deed-salawat = Salawat
starter-about-salawat = Blessings upon the Prophet, counted.

starter-deed-fasting = Fasting
starter-about-fasting = Ramadan, whose missed days are owed, and voluntary fasts.
starter-item-fasting-ramadan = Ramadan
starter-item-fasting-shawwal = Six of Shawwal
starter-item-fasting-mondays-and-thursdays = Mondays and Thursdays
starter-item-fasting-white-days = White days
starter-item-fasting-arafah = Arafah
starter-item-fasting-ashura = Tasu'a and Ashura

starter-deed-charity = Charity
starter-about-charity = What was given, in your currency.
starter-deed-parents = Kindness to parents
starter-about-parents = A call, a visit, a service, a prayer for them.
starter-deed-family-ties = Family ties
starter-about-family-ties = Keeping up with a relative.
starter-deed-neighbours = Neighbours
starter-about-neighbours = A kindness to someone who lives near.

starter-deed-reckoning = Reckoning with oneself
starter-about-reckoning = Looking back on the day before it ends.
starter-deed-early-sleep = Sleeping early
starter-about-early-sleep = In bed in time for the night prayer and Fajr.

starter-deed-backbiting = Backbiting
starter-about-backbiting = Saying of somebody absent what they would not like to hear.
starter-deed-lying = Lying
starter-about-lying = Times a word was not true.
starter-deed-anger = Anger
starter-about-anger = Times anger had the better of me.
starter-deed-harsh-words = Harsh words
starter-about-harsh-words = Words that hurt.
starter-deed-wasted-time = Wasted time
starter-about-wasted-time = Minutes that went to nothing; up to thirty count as kept.
starter-deed-gaze = Unguarded gaze
starter-about-gaze = Times the gaze was not lowered.
starter-deed-envy = Envy
starter-about-envy = Grudging somebody what they were given.
starter-deed-arguing = Needless arguing
starter-about-arguing = Arguing for the sake of winning.

starter-value-no = No
starter-value-yes = Yes
starter-value-missed = missed
starter-value-late = late
starter-value-on-time = on time
starter-value-in-congregation = in congregation
starter-value-at-its-beginning = at its beginning
starter-value-zuhr-instead = Zuhr instead
starter-value-attended = attended
starter-value-none = none
starter-value-some = some
starter-value-much = much

starter-unit-pages = pages
starter-unit-lines = lines
starter-unit-times = times
starter-unit-minutes = minutes
