### مسودة: هذه النصوص لم يراجعها قارئ لغته الأم العربية بعد.
### TO BE REVIEWED by a native reader of Arabic: written by people who are not.

# Its name, in itself.
locale-name = العربية
locale-direction = rtl
# As Unicode's CLDR has it for `ar`. Tags of regions that write 0123456789 (ar-MA, ar-DZ, ar-TN, ar-LY, ar-EH, ar-AE) get those.
locale-digits = ٠١٢٣٤٥٦٧٨٩
locale-decimal = ٫
locale-group = ٬
locale-percent = { $number }٪
locale-list = { $before }، { $last }
locale-path = { $above } > { $name }
locale-amount = { $amount } { $unit }
