<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>reader</name>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source> days</source>
   <translation> 天</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>"pin_minutes" has to be a number, 0 to {most}.</source>
   <translation>“pin_minutes”应为 0 到{most}的数字。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>&amp;Group by</source>
   <translation>分组(&amp;G)</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>&amp;Outcome</source>
   <translation>结果(&amp;O)</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>&amp;Person</source>
   <translation>人员(&amp;P)</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>&amp;Plot</source>
   <translation>图表(&amp;P)</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>&amp;Search</source>
   <translation>搜索(&amp;S)</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>&amp;Time</source>
   <translation>时间(&amp;T)</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>, </source>
   <translation>、</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>, all reported.</source>
   <translation>，均已上报。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>, {count} still to be reported.</source>
   <translation>，还有 {count} 份待上报。</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>. </source>
   <translation>。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>3D</source>
   <translation>三维</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>3D model</source>
   <translation>三维模型</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>8 GB or more are needed for large exams; they open slice by slice.</source>
   <translation>大型检查需要 8 GB 或更多内存；否则将逐层打开。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>8 bits a pixel</source>
   <translation>每像素 8 位</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>; </source>
   <translation>；</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>&lt; 1 min left</source>
   <translation>剩不足 1 分钟</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>&lt;status&gt; has to be DRAFT, ACTIVE or RETIRED.</source>
   <translation>&lt;status&gt; 须为 DRAFT、ACTIVE 或 RETIRED。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>&lt;template_attributes&gt; is no well-formed XML.</source>
   <translation>&lt;template_attributes&gt; 不是格式正确的XML。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>&lt;top-level-flag&gt; has to be true or false.</source>
   <translation>&lt;top-level-flag&gt; 须为 true 或 false。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>&lt;{tag}&gt; is never fetched.</source>
   <translation>&lt;{tag}&gt; 引用的内容一律不获取。</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>= separates name groups, it can't be in one</source>
   <translation>“=”用于分隔姓名组，不能出现在组内</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A box to tick has no value.</source>
   <translation>勾选框没有值。</translation>
  </message>
  <message>
   <location filename="reader/hub/server.py" />
   <source>A certificate and its key are needed together.</source>
   <translation>证书和私钥必须同时提供。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A choice has no options.</source>
   <translation>选择项没有选项。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A choice of one</source>
   <translation>单选</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A choice of one has several defaults.</source>
   <translation>单选项有多个默认值。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A choice of several</source>
   <translation>多选</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A choice within a sentence needs at least two options.</source>
   <translation>语句内的选择项至少需要两个选项。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>A claimed task can be cancelled only if another task waits in its place.</source>
   <translation>已领取的任务，须有新任务接替后才能取消。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/mouse_page.py" />
   <source>A click with the right button opens the menu. Shift makes the wheel five times as fast. Over the volume view the wheel zooms.</source>
   <translation>单击右键打开菜单。按住 Shift 时滚轮快五倍。在容积再现画面上，滚轮用于缩放。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A code lacks its {what}.</source>
   <translation>编码缺少 {what}。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>A computed picture can't be a key image; show the acquired images to mark one.</source>
   <translation>计算生成的图像不能标记为关键图像；请显示采集的原始图像后再标记。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>A computed plane can't be a key image; mark an image of the plane that was acquired.</source>
   <translation>重建平面不能标记为关键图像；请在采集平面的图像上标记。</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>A computed plane can't be saved as a presentation state; show the acquired images.</source>
   <translation>重建平面不能保存为显示状态；请显示采集的图像。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>A critical result is closed once somebody was told.</source>
   <translation>须先记录已通知何人，才能关闭危急值。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_look.py" />
   <source>A critical result was withdrawn at the hub: {what}</source>
   <translation>中心已撤销一条危急值：{what}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A date</source>
   <translation>日期</translation>
  </message>
  <message>
   <location filename="reader/delivery/ledger.py" />
   <source>A delivery kept on this computer can't be opened.</source>
   <translation>本机保存的一份待发送内容无法打开。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>A dialog is open.</source>
   <translation>有对话框未关闭。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>A displayed area can’t be read.</source>
   <translation>有一个显示区域无法读取。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/line_state.py" />
   <source>A doctor's finding; click to see it</source>
   <translation>医师标注的征象，点击查看</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A field is in no section.</source>
   <translation>字段不在任何段落中。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A field lacks its id.</source>
   <translation>字段缺少 id。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>A file has at most {count} phrases.</source>
   <translation>一个文件最多 {count} 条短语。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>A further stage of “{protocol}”</source>
   <translation>作为“{protocol}”的又一步</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>A hanging protocol can't be used: {what}</source>
   <translation>有一个挂片方案无法使用：{what}</translation>
  </message>
  <message>
   <location filename="reader/hub/server.py" />
   <source>A hub on https needs its image server on https too: {url}</source>
   <translation>使用 https 的中心要求影像服务器也使用 https：{url}</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A label is for “{name}”, which is no field.</source>
   <translation>标签指向“{name}”，但没有此字段。</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>A new report was begun. No earlier draft is in it.</source>
   <translation>已开始书写新报告，其中不含以前的草稿。</translation>
  </message>
  <message>
   <location filename="reader/app/growing.py" />
   <source>A new result of this exam has arrived.</source>
   <translation>此检查有新的分析结果到达。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>A newer version by {name}, {when}, is not signed and not shown.</source>
   <translation>{name}于{when}书写了较新版本，尚未签发，此处不显示。</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>A newer version of the hub does.</source>
   <translation>较新版本的中心有此清单。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>A newer version of the hub has them.</source>
   <translation>中心升级到新版本后即可使用。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>A newer version of the program wrote this file.</source>
   <translation>该文件由更新版本的程序写出。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>A newer version that names {name} as its author is not shown: its signature is not valid.</source>
   <translation>有一份署名为 {name} 的较新版本，因签名无效未显示。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A number</source>
   <translation>数值</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A number in cm</source>
   <translation>数值（cm）</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A number in mm</source>
   <translation>数值（mm）</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>A number of degrees, for example −12.</source>
   <translation>请输入度数，例如 −12。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>A phrase has at most {count} characters.</source>
   <translation>短语最多 {count} 个字符。</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>A presentation state can only hold quarter turns; turn the picture back to one first.</source>
   <translation>显示状态只能记录 90° 的整数倍旋转；请先将图像转回这样的角度。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>A reading is completed once its report waits for verification.</source>
   <translation>报告提交待审核后，阅片任务才能完成。</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>A reason for returning it was written (“{reason}”). The author will not see it.</source>
   <translation>已写退回原因（“{reason}”），作者不会看到。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>A report can't be read and is not shown: {reason}</source>
   <translation>有一份报告无法读取，未显示：{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>A report is another patient's and is not shown ({what}: {how})</source>
   <translation>有一份报告属于其他患者，未显示（{what}：{how}）</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>A report is returned with a reason.</source>
   <translation>退回报告必须注明原因。</translation>
  </message>
  <message>
   <location filename="reader/app/way_out.py" />
   <source>A report is still being prepared for the hub.</source>
   <translation>还有报告正在准备发送。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>A report may be another patient's and is not shown ({what}: {how})</source>
   <translation>有一份报告可能属于其他患者，未显示（{what}：{how}）</translation>
  </message>
  <message>
   <location filename="reader/app/results.py" />
   <source>A report of this exam can't be read and is not shown.</source>
   <translation>本检查有一份报告无法读取，未予显示。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>A report that has been started is always kept.</source>
   <translation>已开始书写的报告始终保留。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>A report that is {state} can't be {event}.</source>
   <translation>状态为“{state}”的报告不能执行“{event}”。</translation>
  </message>
  <message>
   <location filename="reader/app/results.py" />
   <source>A result is not shown.</source>
   <translation>一项结果未显示。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec.py" />
   <source>A result of the exam is damaged and can't be read; the images are not affected.</source>
   <translation>本次检查的一个结果文件已损坏，无法读取；图像不受影响。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>A result of this exam was changed after {who} signed it, or its signature is not valid; it is not shown.</source>
   <translation>本检查的一项结果在{who}签名后被更改，或其签名无效，不予显示。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>A saved presentation state belongs to another exam; nothing was sent.</source>
   <translation>保存的显示状态属于另一项检查；未发送任何内容。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A section lacks data-section-name.</source>
   <translation>段落缺少 data-section-name。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>A segmentation has another matrix than the image it names, and is not shown.</source>
   <translation>分割与其所指图像的矩阵大小不同，未显示。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>A segmentation is damaged and is not shown.</source>
   <translation>一个分割结果已损坏，未显示。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec.py" />
   <source>A segmentation is empty</source>
   <translation>有一个分割结果为空</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>A segmentation of a microscopy slide is not shown here.</source>
   <translation>病理切片的分割结果不在此显示。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>A segmentation of several points in time is not shown here.</source>
   <translation>此处不显示含多个时间点的分割。</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>A sentence has at most {count} characters.</source>
   <translation>每条语句最多 {count} 个字符。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>A sentence is empty.</source>
   <translation>语句为空。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>A shutter can’t be drawn.</source>
   <translation>有一个遮光区无法绘制。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>A slab can't be a key image; show single slices{key} to mark one.</source>
   <translation>厚层图像不能标记为关键图像；请切换到单层显示{key}后再标记。</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>A slab can't be saved as a presentation state; show single slices{key}.</source>
   <translation>厚层图像不能保存为显示状态；请切换到单层显示{key}。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>A speech program may type into reports</source>
   <translation>允许语音程序向报告输入文字</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>A speech program on this computer sends its text to this address, with the token.</source>
   <translation>本机语音程序将文字连同令牌发送到此地址。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>A task is performed in the name of the signed-in user only.</source>
   <translation>任务只能以当前登录用户的名义完成。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A text</source>
   <translation>文字</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>A time</source>
   <translation>时间</translation>
  </message>
  <message>
   <location filename="reader/report/codec.py" />
   <source>A verified report names the signer's organisation, and your account has none.</source>
   <translation>已审核的报告须写明签名医师所在机构，您的账号没有登记机构。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>A verified report needs you as its verifying reviewing doctor, and another author.</source>
   <translation>已审核的报告须由您作为审核医师签署，且报告医师须为他人。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>A volume view can't be a key image; mark an acquired image.</source>
   <translation>容积再现画面不能标记为关键图像；请在采集的图像上标记。</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>A volume view can't be saved as a presentation state; show the acquired images.</source>
   <translation>三维视图不能保存为显示状态；请显示采集的图像。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>A waiting task is changed only by its sender or an administrator.</source>
   <translation>待处理的任务只能由发送方或管理员修改。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>A window can’t be read.</source>
   <translation>有一组窗宽窗位无法读取。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>A word is being typed. Try again.</source>
   <translation>正在输入文字，请重试。</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>AI</source>
   <translation>AI</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>AI {name}</source>
   <translation>AI {name}</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>AI: {what}</source>
   <translation>AI：{what}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Abbreviation</source>
   <translation>缩写</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Abdomen</source>
   <translation>腹部</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>About</source>
   <translation>内容</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>About reader</source>
   <translation>关于 reader</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Abscess</source>
   <translation>脓肿</translation>
  </message>
  <message>
   <location filename="reader/review/ui/whose.py" />
   <source>Acc {accession}</source>
   <translation>检查号 {accession}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/order_text.py" />
   <source>Acc {number}</source>
   <translation>检查号 {number}</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Accept finding</source>
   <translation>采纳征象</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Accept this finding first; then it can be inserted into the report.</source>
   <translation>请先采纳该征象，再插入报告。</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Accession</source>
   <translation>检查号</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Acquisition protocol</source>
   <translation>采集方案</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Acquisition {number}</source>
   <translation>采集 {number}</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Actual pixels (1:1)</source>
   <translation>实际像素（1:1）</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Add line</source>
   <translation>添加条目</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Add section</source>
   <translation>添加段落</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Add stage</source>
   <translation>添加这一步</translation>
  </message>
  <message>
   <location filename="reader/report/ui/spelling.py" />
   <source>Add “{word}” to my words</source>
   <translation>将“{word}”加入我的词库</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>Added to the list of findings: {findings}.</source>
   <translation>征象列表中新增：{findings}。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Addenda</source>
   <translation>补充</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Addenda signed</source>
   <translation>已签发的补充报告</translation>
  </message>
  <message>
   <location filename="reader/review/ui/supplement_banner.py" />
   <source>Addendum</source>
   <translation>补充报告</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Addendum for review</source>
   <translation>补充报告提交审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Addendum signed</source>
   <translation>补充已签发</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Addendum started: kept for you</source>
   <translation>补充报告已开始：为您保留</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Addendum written by {author}.</source>
   <translation>补充报告医师：{author}。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>Address</source>
   <translation>地址</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Adrenal gland</source>
   <translation>肾上腺</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/review/ui/pin_dialog.py" />
   <source>Afterwards the token stays unlocked for {count} minutes.</source>
   <translation>
    <numerusform>此后{count}分钟内无需再次输入。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Agreement</source>
   <translation>一致率</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>All</source>
   <translation>合计</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>All commands …</source>
   <translation>全部命令…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>All events</source>
   <translation>全部事件</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>All exams that are open together. A series that is larger opens slice by slice from the disk.</source>
   <translation>所有已打开检查的总和。更大的序列将从磁盘逐层打开。</translation>
  </message>
  <message>
   <location filename="reader/report/form_commands.py" />
   <source>All normal: fill in what is not written yet</source>
   <translation>全部正常：填入尚未书写的部分</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>All outcomes</source>
   <translation>全部结果</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>All sentences on offer</source>
   <translation>显示全部备选语句</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>All tasks completed</source>
   <translation>已完成的全部任务</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>All times</source>
   <translation>全部时间</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>All viewports, as on the screen</source>
   <translation>全部视口，与屏幕一致</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Ambient luminance</source>
   <translation>环境光亮度</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Ambient luminance ({unit})</source>
   <translation>环境光亮度 ({unit})</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Amend the report</source>
   <translation>更正报告</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Amended</source>
   <translation>已更正</translation>
  </message>
  <message>
   <location filename="reader/review/ui/supplement_banner.py" />
   <source>Amendment</source>
   <translation>更正报告</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Amendment for review</source>
   <translation>更正报告提交审核</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Amendment started: kept for you</source>
   <translation>更正报告已开始：为您保留</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Amendment written by {author}.</source>
   <translation>更正医师：{author}。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Amendments</source>
   <translation>更正</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Amendments signed</source>
   <translation>已签发的更正报告</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>An abbreviation has at most {count} characters.</source>
   <translation>缩写最多 {count} 个字符。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>An abbreviation has letters, digits and - _ . / + # only.</source>
   <translation>缩写只能由文字、数字和 - _ . / + # 组成。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>An administrator has put your claim back.</source>
   <translation>管理员已收回您的领取。</translation>
  </message>
  <message>
   <location filename="reader/app/update_command.py" />
   <source>An administrator has to install it: {name}</source>
   <translation>需由管理员安装：{name}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>An algorithm has results for this exam</source>
   <translation>本检查有 AI 结果</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>An earlier draft of this exam that could not be read can be read again.</source>
   <translation>该检查有一份此前无法读取的草稿，现在可以读取了。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/audit.py" />
   <source>An earlier trail of this computer is missing: {count} records, until {time}.</source>
   <translation>
    <numerusform>本机较早的一份审计记录缺失：共 {count} 条，截至 {time}。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>An earlier version of this report was changed after {name} signed it, or its signature can’t be checked.</source>
   <translation>本报告的一个早期版本在 {name} 签名之后被改动过，或者其签名无法验证。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>An entry lacks ORIGTXT.</source>
   <translation>entry 缺少 ORIGTXT。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>An id is empty.</source>
   <translation>id 为空。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>An option is empty.</source>
   <translation>选项为空。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>An option within a sentence has up to 80 characters, and no [, ] or |.</source>
   <translation>语句内的选项最多80个字符，且不含 [、] 或 |。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Aneurysm</source>
   <translation>动脉瘤</translation>
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Angiography</source>
   <translation>血管</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Angle</source>
   <translation>角度</translation>
  </message>
  <message>
   <location filename="reader/views/tools/lines_angle.py" />
   <source>Angle between two lines</source>
   <translation>两线夹角</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Ankle</source>
   <translation>踝关节</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Annotation</source>
   <translation>标注</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Another addendum or amendment of this report has been signed since.</source>
   <translation>此后该报告已有另一份补充或更正签发。</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>Another addendum or amendment of this report was signed since yours was written.</source>
   <translation>您书写之后，该报告已有另一份补充或更正签发。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>Another doctor</source>
   <translation>其他医师</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>Another exam was opened meanwhile.</source>
   <translation>其间已打开另一检查。</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Another hanging protocol</source>
   <translation>换一个挂片方案</translation>
  </message>
  <message>
   <location filename="reader/hub/hub.py" />
   <source>Another hub is using the folder {folder}, or it can't be written.</source>
   <translation>文件夹 {folder} 正被另一个中心服务使用，或无法写入。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Another patient, not shown: {how}</source>
   <translation>属于其他患者，未显示：{how}</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>Another program is using it.</source>
   <translation>其他程序正在使用该文件。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>Another report of this exam has been submitted already.</source>
   <translation>该检查已提交过另一份报告。</translation>
  </message>
  <message>
   <location filename="reader/report/form_commands.py" />
   <source>Another report template …</source>
   <translation>更换报告模板…</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>Another reviewing doctor must review it.</source>
   <translation>须由其他审核医师审核。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Another section</source>
   <translation>其他段落</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Another sentence</source>
   <translation>添加语句</translation>
  </message>
  <message>
   <location filename="reader/app/supplementing.py" />
   <source>Another step of this exam is open; nothing was started.</source>
   <translation>该检查还有未完成的环节，未新建任何内容。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Another task already follows this one.</source>
   <translation>该任务已有后续任务。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Another user has claimed this task.</source>
   <translation>该任务已被其他用户领取。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Any changes made since are deleted.</source>
   <translation>此后所作的修改会被删除。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Aorta</source>
   <translation>主动脉</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Aortic dissection</source>
   <translation>主动脉夹层</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Appendix</source>
   <translation>阑尾</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Applies to {count} exams in the worklist.</source>
   <translation>
    <numerusform>适用于工作列表中的 {count} 个检查。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Apply</source>
   <translation>应用</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Archive</source>
   <translation>归档</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Area</source>
   <translation>面积</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Arrow</source>
   <translation>箭头</translation>
  </message>
  <message>
   <location filename="resources/keys/commercial.json" />
   <source>As on many commercial workstations</source>
   <translation>仿常见商用工作站</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Ask</source>
   <translation>询问</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>Ask for it to be returned, or add an addendum after it is signed.</source>
   <translation>请联系审核医师退回，或在签署后书写补充报告。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>Ask for it to be returned.</source>
   <translation>请联系审核医师退回。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>Ask its administrator for C-GET or C-MOVE.</source>
   <translation>请向其管理员要求开通 C-GET 或 C-MOVE。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Ask its administrator for query and retrieve (C-FIND with C-GET or C-MOVE, study root).</source>
   <translation>请向其管理员要求开通查询与获取（C-FIND 及 C-GET 或 C-MOVE，检查根）。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Ask its administrator to add the AE title {title}.</source>
   <translation>请其管理员添加 AE 标题 {title}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>Ask its administrator to add {title} with this computer’s address and port {port}.</source>
   <translation>请其管理员添加 {title}，地址为本机，端口 {port}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Ask its administrator whether it takes TLS there, and this computer’s certificate.</source>
   <translation>请询问其管理员：该端口是否使用 TLS，是否接受本机的证书。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Ask its administrator whether {title} may connect.</source>
   <translation>请询问其管理员 {title} 是否可以连接。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse.py" />
   <source>Ask its administrator, or use C-MOVE: write move=PORT in its address.</source>
   <translation>请询问其管理员，或使用 C-MOVE：在地址中写 move=端口。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>Ask its administrator; the reason is in its log.</source>
   <translation>请询问其管理员，原因在其日志中。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>Ask the algorithm's maker or the site to send it again.</source>
   <translation>请联系算法厂商或检查医院重新发送。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Ask the site to send it again.</source>
   <translation>请送检医院重新发送。</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>Ask the site to send it again; the other images are shown.</source>
   <translation>请联系送检单位重新发送；其余图像照常显示。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Ask your administrator for a new certificate.</source>
   <translation>请向管理员申请新证书。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Ask your administrator for a role.</source>
   <translation>请联系管理员分配角色。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Ask your administrator for access.</source>
   <translation>请向管理员申请访问权限。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Ask your administrator for an RSA certificate.</source>
   <translation>请向管理员申请 RSA 证书。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Ask your administrator for an https address.</source>
   <translation>请向管理员索取 https 地址。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Ask your administrator for one.</source>
   <translation>请向管理员申请。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Ask your administrator for permission.</source>
   <translation>请向管理员申请权限。</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>Ask your administrator to check the object; the images and your own text are not touched.</source>
   <translation>请联系管理员检查该对象；图像和您输入的内容未受影响。</translation>
  </message>
  <message>
   <location filename="reader/report/codec.py" />
   <source>Ask your administrator to complete your account; then sign again.</source>
   <translation>请联系管理员补全账号信息后重新签署。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>Ask your administrator to install version {needed} first.</source>
   <translation>请管理员先安装 {needed} 版。</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>Asking the hub what has arrived of this exam …</source>
   <translation>正在向中心查询本次检查新到的内容……</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>Asking the hub whether the addendum can be recalled …</source>
   <translation>正在向中心询问补充报告能否撤回…</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>Asking the hub whether the amendment can be recalled …</source>
   <translation>正在向中心询问更正报告能否撤回…</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>Asking the hub whether the report can be recalled …</source>
   <translation>正在向中心询问报告能否撤回…</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>Asking the hub …</source>
   <translation>正在询问中心…</translation>
  </message>
  <message>
   <location filename="reader/worklist/queue.py" />
   <source>Assigned to you</source>
   <translation>已分配给您</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>At least two grey levels have to be measured.</source>
   <translation>至少需要测量两个灰阶。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/statistics_view.py" />
   <source>At most {count} days at once.</source>
   <translation>
    <numerusform>一次最多统计 {count} 天。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>At the hub nobody has claimed this exam; it may have been restored from an older copy.</source>
   <translation>中心显示该检查无人领取；中心可能已从较早的备份恢复。</translation>
  </message>
  <message>
   <location filename="reader/app/report_copies.py" />
   <source>At the hub this report does not wait for its review: it can't be handed out.</source>
   <translation>此报告在中心已不在等待审核，不能给出。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Atelectasis</source>
   <translation>肺不张</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Attenuation</source>
   <translation>CT 值</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Audit trail</source>
   <translation>审计记录</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_window.py" />
   <source>Audit trail of this computer</source>
   <translation>本机审计记录</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Audit trail used</source>
   <translation>查看审计记录</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Audit trail …</source>
   <translation>审计记录…</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Author</source>
   <translation>报告者</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Author: {what}</source>
   <translation>报告医师：{what}</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Automatic window</source>
   <translation>自动窗</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Axial</source>
   <translation>轴位</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Back</source>
   <translation>后退</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Back to the report</source>
   <translation>返回报告</translation>
  </message>
  <message>
   <location filename="reader/core/qt/actions.py" />
   <source>Backspace</source>
   <translation>退格键</translation>
  </message>
  <message>
   <location filename="reader/views/playback.py" />
   <source>Backwards</source>
   <translation>反向</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>Before</source>
   <translation>原文</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Before you close reader</source>
   <translation>关闭 reader 前</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Before you sign out</source>
   <translation>退出登录前</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>Begin a new report</source>
   <translation>新建报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Begin the review</source>
   <translation>开始审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Being amended</source>
   <translation>更正中</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Being read</source>
   <translation>书写中</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Below what is chosen</source>
   <translation>加在所选内容之后</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Below what is chosen  (Ins)</source>
   <translation>加在所选内容之后  (Ins)</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Best in set</source>
   <translation>本组最佳</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Better where it names</source>
   <translation>名称含以下词时优先</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>Between −360 and 360 degrees.</source>
   <translation>请输入 −360 至 360 之间的度数。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Bile duct</source>
   <translation>胆管</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Birth date</source>
   <translation>出生日期</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Bit depth</source>
   <translation>位深</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Bladder</source>
   <translation>膀胱</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Body part</source>
   <translation>部位</translation>
  </message>
  <message>
   <location filename="reader/views/viewport.py" />
   <source>Bone</source>
   <translation>骨</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>Born</source>
   <translation>出生日期</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>Both</source>
   <translation>对照</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Both sides</source>
   <translation>双侧</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Brain</source>
   <translation>脑</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Brain stem</source>
   <translation>脑干</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Breast</source>
   <translation>乳腺</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>Brightest (L′max)</source>
   <translation>最大亮度 (L′max)</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Bring back</source>
   <translation>恢复</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Bronchus</source>
   <translation>支气管</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>BulkDataURI is not a URI</source>
   <translation>BulkDataURI 不是 URI</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>By day</source>
   <translation>按日</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>By row</source>
   <translation>按行</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>By telephone</source>
   <translation>电话</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>By text message</source>
   <translation>短信</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/signing.py" />
   <source>By this computer's clock, your certificate does not hold yet: it begins {when}.</source>
   <translation>按本机时钟，您的证书尚未生效：生效时间为 {when}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>CAD report</source>
   <translation>CAD 报告</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>CT</source>
   <translation>CT</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Calcification</source>
   <translation>钙化</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Calculus</source>
   <translation>结石</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Calibrate it, and enter the result under “Monitors”.</source>
   <translation>请校准，并在“显示器”中填写结果。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Calibration</source>
   <translation>校准</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Calibration of {monitor}</source>
   <translation>{monitor} 的校准</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Calibration …</source>
   <translation>校准…</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Call it with --user NAME.</source>
   <translation>请加上 --user 用户名 运行。</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>Can't be read</source>
   <translation>无法读取</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/held.py" />
   <source>Cancel the submission</source>
   <translation>取消提交</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Cancelled</source>
   <translation>已取消</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Cardiac axis</source>
   <translation>心轴角</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Cardiomegaly</source>
   <translation>心影增大</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Cardiothoracic ratio</source>
   <translation>心胸比</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Category</source>
   <translation>分类</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Category 1: to be told within minutes</source>
   <translation>1 类：须在数分钟内通知</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Category 2: to be told within hours</source>
   <translation>2 类：须在数小时内通知</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Category 3: to be told within days</source>
   <translation>3 类：须在数日内通知</translation>
  </message>
  <message>
   <location filename="reader/report/form_commands.py" />
   <source>Category: Lung-RADS, BI-RADS, PI-RADS …</source>
   <translation>分类：Lung-RADS、BI-RADS、PI-RADS…</translation>
  </message>
  <message>
   <location filename="reader/views/tools/hip_knee.py" />
   <source>Centre of the ankle</source>
   <translation>踝关节中心</translation>
  </message>
  <message>
   <location filename="reader/views/tools/hip_knee.py" />
   <source>Centre of the femoral head</source>
   <translation>股骨头中心</translation>
  </message>
  <message>
   <location filename="reader/views/tools/hip_knee.py" />
   <source>Centre of the knee</source>
   <translation>膝关节中心</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Cerebellum</source>
   <translation>小脑</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>Certificate</source>
   <translation>证书</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Certificate not valid at signing</source>
   <translation>签署时证书无效</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Certificate: {name}, valid until {day}</source>
   <translation>证书：{name}，有效期至 {day}</translation>
  </message>
  <message>
   <location filename="reader/review/commands.py" />
   <source>Change before</source>
   <translation>上一处修改</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Change …</source>
   <translation>修改 …</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Changed by the archive since it was signed</source>
   <translation>签署后归档系统改动过</translation>
  </message>
  <message>
   <location filename="reader/review/supplement.py" />
   <source>Changed from “{old}” to “{new}”.</source>
   <translation>由“{old}”改为“{new}”。</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>Changed in the list of findings: {findings}.</source>
   <translation>征象列表中修改：{findings}。</translation>
  </message>
  <message>
   <location filename="reader/review/supplement.py" />
   <source>Changed in the text: {sections}.</source>
   <translation>文字有改动：{sections}。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Changed …</source>
   <translation>已更改…</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Check again</source>
   <translation>重新核验</translation>
  </message>
  <message>
   <location filename="reader/review/commands.py" />
   <source>Check and sign the report</source>
   <translation>核对并签署报告</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>Check that the disc or folder is still there. Nothing on it was changed.</source>
   <translation>请检查光盘或文件夹是否还在。其中的内容没有改动。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_check.py" />
   <source>Check that they still hold.</source>
   <translation>请核对是否仍然成立。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Check the AE title in the settings.</source>
   <translation>请检查设置中的 AE 标题。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Check the address with your administrator.</source>
   <translation>请与管理员核对地址。</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>Check the disk and the permissions of the folder {folder}.</source>
   <translation>请检查磁盘及文件夹 {folder} 的权限。</translation>
  </message>
  <message>
   <location filename="reader/core/profile.py" />
   <source>Check the disk and the permissions of the folder, or name another one with --profile.</source>
   <translation>请检查磁盘和文件夹权限，或用 --profile 指定其他文件夹。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Check the disk and the permissions of the folder.</source>
   <translation>请检查磁盘和文件夹权限。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Check the files listed in its address.</source>
   <translation>请检查其地址中指定的文件。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/paging.py" />
   <source>Check the hub's address in the settings.</source>
   <translation>请在设置中检查中心地址。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Check the network for a sign-in page or a proxy. Retried automatically.</source>
   <translation>请检查网络是否有登录页面或代理。系统会自动重试。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Check the network. Retried automatically.</source>
   <translation>请检查网络。系统会自动重试。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_bar.py" />
   <source>Check the report and pass it on to a chief doctor, who signs it</source>
   <translation>核对报告并提交签发医师签署</translation>
  </message>
  <message>
   <location filename="reader/core/update/source.py" />
   <source>Check the update source with your administrator.</source>
   <translation>请与管理员核对更新来源。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>Check this computer's clock, or tell your administrator.</source>
   <translation>请检查本机时钟，或告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Check with its administrator which authority has signed it (ca in its address).</source>
   <translation>请与其管理员确认证书由哪个机构颁发（地址中的 ca）。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>Checking this computer …</source>
   <translation>正在检查本机…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Checking …</source>
   <translation>正在核验…</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Chest</source>
   <translation>胸部</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Chinese fonts</source>
   <translation>中文字体</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Choice of one</source>
   <translation>单选</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Choice of several</source>
   <translation>多选</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>Choose a command.</source>
   <translation>请选择一个命令。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>Choose a file that was exported from “Keys and mouse”. Your keys are as they were.</source>
   <translation>请选择从“快捷键与鼠标”导出的文件。您的快捷键没有改动。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Choose a finding first; then it can be inserted into the report.</source>
   <translation>请先选中一个征象，再插入报告。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Choose a reason or write one.</source>
   <translation>请选择或填写原因。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/viewport.py" />
   <source>Choose a series at the left, or drag one here</source>
   <translation>请在左侧选择序列，或将其拖到此处</translation>
  </message>
  <message>
   <location filename="reader/report/ui/forms.py" />
   <source>Choose another one if you did not mean this.</source>
   <translation>如非本意，请另选模板。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_job.py" />
   <source>Choose another one, or save a PDF.</source>
   <translation>请换一台打印机，或存为 PDF。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>Choose another port in the settings.</source>
   <translation>请在设置中选择其他端口。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Choose at least one image.</source>
   <translation>请至少选择一幅图像。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Choose fewer days.</source>
   <translation>请缩短日期范围。</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Cine</source>
   <translation>电影播放</translation>
  </message>
  <message>
   <location filename="reader/views/tools/circle.py" />
   <source>Circle</source>
   <translation>圆形</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Clavicle</source>
   <translation>锁骨</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Clear image cache</source>
   <translation>清空图像缓存</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>Clear search</source>
   <translation>清除搜索</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Clock</source>
   <translation>时钟</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Close it, and tell the same person what is right.</source>
   <translation>请关闭该危急值，并向同一接收人告知更正后的情况。</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Close reader</source>
   <translation>关闭 reader</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Close the case and open it again from the worklist.</source>
   <translation>请关闭该病例，再从工作列表中重新打开。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>Close the critical result</source>
   <translation>关闭危急值</translation>
  </message>
  <message>
   <location filename="reader/app/report_copies.py" />
   <source>Close the exam and open it again, then repeat this.</source>
   <translation>请关闭检查后重新打开，再重复此操作。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>Close the other program that receives images, or choose another port in the settings.</source>
   <translation>请关闭另一个接收影像的程序，或在设置中选择其他端口。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Closed</source>
   <translation>已关闭</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Closed until it is fixed: {names}. See policy.md.</source>
   <translation>修正之前以下项目关闭：{names}。参见 policy.md。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Cobb angle</source>
   <translation>Cobb 角</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Collapse the findings and report panel</source>
   <translation>收起征象与报告面板</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Colon</source>
   <translation>结肠</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>Colour</source>
   <translation>彩色</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Colours</source>
   <translation>伪彩</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Colours changed</source>
   <translation>更改伪彩</translation>
  </message>
  <message>
   <location filename="reader/app/handbook.py" />
   <source>Command</source>
   <translation>命令</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_table.py" />
   <source>Commands and their keys</source>
   <translation>命令及其快捷键</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Comment</source>
   <translation>意见</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_bar.py" />
   <source>Comments for the author</source>
   <translation>请报告医师注意的内容</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Compare and decide in the series column.</source>
   <translation>请核对后在序列栏中确认。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>Compare the patients and decide whether it is shown</source>
   <translation>核对患者信息，决定是否显示</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>Compare …</source>
   <translation>核对…</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Complete it, then submit it again.</source>
   <translation>填写后再次提交。</translation>
  </message>
  <message>
   <location filename="reader/views/states/annotations.py" />
   <source>Compound graphics are not drawn.</source>
   <translation>不绘制复合图形。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Computing an even grid …</source>
   <translation>正在计算等间距网格…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Connection …</source>
   <translation>连接…</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Consolidation</source>
   <translation>实变</translation>
  </message>
  <message>
   <location filename="reader/app/ui/help_window.py" />
   <source>Contents</source>
   <translation>目录</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>Continue there, or release it there first; an administrator can put it back.</source>
   <translation>请在那里继续，或先在那里释放；管理员也可收回领取。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Continues what {name} signed, {when}</source>
   <translation>在{name}于{when}签发的版本之后</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Contradiction</source>
   <translation>自相矛盾</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>Contrast</source>
   <translation>对比剂</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>Contrast against the GSDF</source>
   <translation>与 GSDF 的对比度偏差</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>Copied.</source>
   <translation>已复制。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/raw_view.py" />
   <source>Copy</source>
   <translation>复制</translation>
  </message>
  <message>
   <location filename="reader/app/ui/stored_report.py" />
   <source>Copy as text</source>
   <translation>复制为文本</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>Copy for support</source>
   <translation>复制给技术支持</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>Copy its text</source>
   <translation>复制草稿文字</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Copy the measurement to the next image</source>
   <translation>将测量复制到下一幅图像</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Copy the measurement to the prior</source>
   <translation>将测量复制到既往检查</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Copy the picture</source>
   <translation>复制图像</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Copy the picture without the patient's name</source>
   <translation>复制图像（不含患者姓名）</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Copy the report as text</source>
   <translation>将报告复制为文本</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>Copy token</source>
   <translation>复制令牌</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Copy …</source>
   <translation>复制…</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Copy, save, print</source>
   <translation>复制、保存、打印</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Coronal</source>
   <translation>冠状位</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Critical result</source>
   <translation>危急值</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Critical result …</source>
   <translation>危急值…</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>Critical results</source>
   <translation>危急值</translation>
  </message>
  <message>
   <location filename="reader/views/tools/crosshair.py" />
   <source>Crosshair</source>
   <translation>十字定位</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Crosshair lines</source>
   <translation>定位线</translation>
  </message>
  <message>
   <location filename="reader/app/ui/mouse_page.py" />
   <source>Ctrl and wheel</source>
   <translation>Ctrl + 滚轮</translation>
  </message>
  <message>
   <location filename="reader/views/looks.py" />
   <source>Cubic interpolation</source>
   <translation>三次插值</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Curve of the values (profile, histogram)</source>
   <translation>数值曲线（剖面线、直方图）</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Cyst</source>
   <translation>囊肿</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Dark (reading room)</source>
   <translation>深色（阅片室）</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>Darkest (L′min)</source>
   <translation>最小亮度 (L′min)</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Data retention policy expired</source>
   <translation>超过数据保存期限</translation>
  </message>
  <message>
   <location filename="reader/app/ui/study_choice.py" />
   <source>Date</source>
   <translation>日期</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Day</source>
   <translation>日期</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Delete</source>
   <translation>删除</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Delete and release</source>
   <translation>删除并释放</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Delete calibration</source>
   <translation>删除校准记录</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Delete finding</source>
   <translation>删除征象</translation>
  </message>
  <message>
   <location filename="reader/report/own_folder.py" />
   <source>Delete it first, then import again.</source>
   <translation>请先将其删除，再导入。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Delete it, then try again.</source>
   <translation>请删除后重试。</translation>
  </message>
  <message>
   <location filename="reader/worklist/commands.py" />
   <source>Delete its images from this computer</source>
   <translation>从本机删除该检查的图像</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layout_popup.py" />
   <source>Delete layout</source>
   <translation>删除布局</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Delete saved presentation state</source>
   <translation>删除已保存的显示状态</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Delete the report that was started for {name}?</source>
   <translation>删除已为{name}开始书写的报告？</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Delete the selected measurement</source>
   <translation>删除所选测量</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Delete this hanging protocol of yours</source>
   <translation>删除您的这个挂片方案</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Delete what was not used for</source>
   <translation>自动删除未使用超过</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Delete your addendum for {name}?</source>
   <translation>删除您为{name}书写的补充报告？</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Delete your amendment for {name}?</source>
   <translation>删除您为{name}书写的更正报告？</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Delete your changes to the addendum for {name}?</source>
   <translation>删除您对 {name} 补充报告所做的修改？</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Delete your changes to the amendment for {name}?</source>
   <translation>删除您对 {name} 更正报告所做的修改？</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Delete your changes to the report of {name}?</source>
   <translation>删除您对{name}报告所作的修改？</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>Delivered {time} ✓</source>
   <translation>已送达 {time} ✓</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Deliveries</source>
   <translation>发送记录</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>Delivery receipts</source>
   <translation>发送回执</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>Demo: li and chen write reports, zhou and wu review and sign them, admin sees the audit trail. The password is “demo”. Not for medical use.</source>
   <translation>演示：li 和 chen 书写报告，zhou 和 wu 审核并签署，admin 查看审计记录。密码均为“demo”。不得用于医疗。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Description</source>
   <translation>说明</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Detailed, for support</source>
   <translation>详细（供技术支持使用）</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Details</source>
   <translation>详情</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Device: {uid}</source>
   <translation>设备：{uid}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Diameter</source>
   <translation>直径</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>Dictation</source>
   <translation>语音听写</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>Dictation is off: port {port} can't be opened: {why}</source>
   <translation>听写未启用：端口 {port} 无法打开：{why}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Difference</source>
   <translation>差值</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>Differences</source>
   <translation>修改痕迹</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Differs</source>
   <translation>不一致项</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Discard changes</source>
   <translation>放弃修改</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Disease</source>
   <translation>疾病</translation>
  </message>
  <message>
   <location filename="reader/views/tools/distance.py" />
   <source>Distance</source>
   <translation>距离</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Divide this viewport: one below it</source>
   <translation>拆分此视口：下方增加一个</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Divide this viewport: one beside it</source>
   <translation>拆分此视口：旁边增加一个</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Document</source>
   <translation>文档</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Document (CDA)</source>
   <translation>文档（CDA）</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Document (PDF)</source>
   <translation>文档（PDF）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>Does “{what}” belong to {name}?</source>
   <translation>“{what}”是否属于{name}？</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Done</source>
   <translation>成功</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>Done today</source>
   <translation>今日完成</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>Don’t rely on it; tell your administrator.</source>
   <translation>请勿据此判断，并告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Don’t sign it. Return it to its author, and tell your administrator.</source>
   <translation>请勿签发。请退回给作者，并告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>Drafts and reports are not affected.</source>
   <translation>草稿和报告不受影响。</translation>
  </message>
  <message>
   <location filename="reader/app/anchoring.py" />
   <source>Drafts and reports that waited here may be missing too. Tell your administrator; reader audit verify says what is wrong.</source>
   <translation>本机上的草稿和待发送的报告也可能已缺失。请告知管理员；命令 reader audit verify 会说明问题所在。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/viewport.py" />
   <source>Drag a series here</source>
   <translation>请将序列拖到此处</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>Drag its label to where it belongs, or click above or below the labelled vertebrae.</source>
   <translation>请把该标记拖到正确位置，或单击已标记椎体的上方或下方。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/mouse_page.py" />
   <source>Drag with the left button</source>
   <translation>左键拖动</translation>
  </message>
  <message>
   <location filename="reader/app/ui/mouse_page.py" />
   <source>Drag with the middle button</source>
   <translation>中键拖动</translation>
  </message>
  <message>
   <location filename="reader/app/ui/mouse_page.py" />
   <source>Drag with the right button</source>
   <translation>右键拖动</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Dragging down makes the image brighter</source>
   <translation>向下拖动使图像变亮</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>Due</source>
   <translation>时限</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Due {time}</source>
   <translation>限时 {time}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>E&amp;vent</source>
   <translation>事件(&amp;V)</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>ECG</source>
   <translation>心电图</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Each is sent automatically while its author is signed in.</source>
   <translation>报告作者登录期间将自动发送。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Earlier exams</source>
   <translation>既往检查</translation>
  </message>
  <message>
   <location filename="reader/app/archive_trouble.py" />
   <source>Earlier exams in the archive {name} could not be searched.</source>
   <translation>未能检索归档服务器 {name} 中的既往检查。</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Earlier exams searched</source>
   <translation>检索既往检查</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Echo {number}</source>
   <translation>回波 {number}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Edema</source>
   <translation>水肿</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Edit finding</source>
   <translation>修改征象</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>Edited by {name}</source>
   <translation>{name} 已修改</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Elbow</source>
   <translation>肘关节</translation>
  </message>
  <message>
   <location filename="reader/views/tools/ellipse.py" />
   <source>Ellipse</source>
   <translation>椭圆</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Encrypted. What was not used for longest is deleted first.</source>
   <translation>已加密。最久未使用的先删除。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>End it there. If that computer is off, remove this file: {file}</source>
   <translation>请在那台计算机上退出 reader。如果那台计算机已关机，请删除此文件：{file}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Enlarged images</source>
   <translation>放大显示</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Enter it again.</source>
   <translation>请重新输入。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/pin_dialog.py" />
   <source>Enter the PIN of the token “{label}” to sign.</source>
   <translation>请输入 UKey“{label}”的 PIN 码以签名。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/screen_picture.py" />
   <source>Enter: next · ↑ back · Esc leaves</source>
   <translation>Enter：下一个 · ↑：上一个 · Esc：退出</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>Entities may not be defined in a template.</source>
   <translation>模板中不得定义实体。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Errors and warnings</source>
   <translation>错误和警告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Errors only</source>
   <translation>仅错误</translation>
  </message>
  <message>
   <location filename="reader/app/ui/screen_picture.py" />
   <source>Esc leaves</source>
   <translation>按 Esc 退出</translation>
  </message>
  <message>
   <location filename="reader/core/key_rules.py" />
   <source>Esc steps back everywhere.</source>
   <translation>Esc 在各处都用于返回。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>Escalate</source>
   <translation>升级上报</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_line.py" />
   <source>Escalate …</source>
   <translation>升级上报…</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>Escalated to</source>
   <translation>升级上报至</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Esophagus</source>
   <translation>食管</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Event</source>
   <translation>事件</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Every key, and what buttons and wheel do</source>
   <translation>全部快捷键，以及鼠标按键和滚轮的作用</translation>
  </message>
  <message>
   <location filename="reader/report/ui/forms.py" />
   <source>Every place is filled in.</source>
   <translation>所有待填项均已填写。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Everyone</source>
   <translation>全部人员</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/storing.py" />
   <source>Everything is kept on this computer until the hub has it.</source>
   <translation>在中心收到之前，所有内容都保存在本机。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/section.py" />
   <source>Everything not written yet ({count})</source>
   <translation>全部未写部分（{count}）</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>Everything saved before is safe. What is being written stays in its window.</source>
   <translation>此前保存的内容均安全。正在书写的文字仍保留在其窗口中。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>Everything saved on this computer is safe.</source>
   <translation>本机已保存的内容均安全。</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Exam</source>
   <translation>检查</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Exam fetched in advance</source>
   <translation>预取检查</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Exam names</source>
   <translation>检查名称含</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Exam opened</source>
   <translation>打开检查</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>Exams like this one will open this way from now on.</source>
   <translation>今后同类检查将按此布局打开。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Exams open by hanging protocols</source>
   <translation>打开检查时按挂片方案排列</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Exams that are open, claimed or not yet delivered are kept.</source>
   <translation>已打开、已领取或尚未送达的检查会保留。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Exams with images marked as poor by the time their report was first signed</source>
   <translation>截至首份已签发报告，有图像被标记为质量问题的检查数</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Export</source>
   <translation>导出</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Export all records as DICOM audit messages</source>
   <translation>以 DICOM 审计消息导出全部记录</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>Export as CSV</source>
   <translation>导出为 CSV</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Export as CSV …</source>
   <translation>导出为 CSV…</translation>
  </message>
  <message>
   <location filename="reader/app/signature_checks.py" />
   <source>Export it from its authority again.</source>
   <translation>请从颁发机构重新导出。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Export keys</source>
   <translation>导出快捷键</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Export phrases</source>
   <translation>导出短语</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Export the report template</source>
   <translation>导出报告模板</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Export …</source>
   <translation>导出 …</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Exported: {file}</source>
   <translation>已导出：{file}</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>F</source>
   <translation>女</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>F&amp;rom</source>
   <translation>从(&amp;R)</translation>
  </message>
  <message>
   <location filename="reader/core/key_rules.py" />
   <source>F1 opens the handbook everywhere.</source>
   <translation>F1 在各处都用于打开手册。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>FHIR R4 bundle</source>
   <translation>FHIR R4 资源包</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Failed</source>
   <translation>失败</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Failed, major</source>
   <translation>失败（重大）</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Failed, serious</source>
   <translation>失败（严重）</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Fat</source>
   <translation>脂肪</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Femur</source>
   <translation>股骨</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Fetch the next exams before they are opened</source>
   <translation>预先下载后面要读的检查</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Fetching the first picture …</source>
   <translation>正在获取第一幅图像…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Fetching the reports of this exam …</source>
   <translation>正在获取该检查的报告……</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Fibrosis</source>
   <translation>纤维化</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Fibula</source>
   <translation>腓骨</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Field map</source>
   <translation>场图</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Figures</source>
   <translation>评估结果</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Fill in normal findings</source>
   <translation>套用正常模板</translation>
  </message>
  <message>
   <location filename="reader/report/ui/section.py" />
   <source>Fill normal</source>
   <translation>套用正常模板</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Filled in</source>
   <translation>自动填入</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Filled in from the exam: {names}</source>
   <translation>由检查信息自动填入：{names}</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Finding</source>
   <translation>征象</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Finding missed</source>
   <translation>漏诊</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>Finding now: {finding}</source>
   <translation>征象现为：{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_sr.py" />
   <source>Finding {number}</source>
   <translation>征象 {number}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/case_window.py" />
   <source>Findings</source>
   <translation>征象</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>Findings and impression name different sides ({organ}).</source>
   <translation>影像所见与诊断意见的侧别不一致（{organ}）。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>Findings and impression name different sides.</source>
   <translation>影像所见与诊断意见的侧别不一致。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Findings and report</source>
   <translation>征象与报告</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Findings and report in a window of their own</source>
   <translation>征象与报告单独一个窗口</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Findings and report on the second window</source>
   <translation>在第二窗口显示征象与报告</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>Findings in the list</source>
   <translation>征象列表</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Findings: {count}</source>
   <translation>征象：{count}</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Finish the shape, or name what is selected</source>
   <translation>完成图形，或命名所选项</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>First image</source>
   <translation>第一幅</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>First reads</source>
   <translation>初写报告</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>Fit</source>
   <translation>适合窗口</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Fit to the viewport</source>
   <translation>适合窗口</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Fix this before saving:</source>
   <translation>保存前请先修正：</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Fix this before signing.</source>
   <translation>请先更正上述问题再签署。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Fix this before submitting.</source>
   <translation>请先更正上述问题再提交。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Fix this or return it.</source>
   <translation>请先更正上述问题，或退回报告。</translation>
  </message>
  <message>
   <location filename="reader/views/turn_commands.py" />
   <source>Flip left and right</source>
   <translation>左右翻转</translation>
  </message>
  <message>
   <location filename="reader/views/turn_commands.py" />
   <source>Flip top and bottom</source>
   <translation>上下翻转</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>Folder or disc with exams</source>
   <translation>存有检查的文件夹或光盘</translation>
  </message>
  <message>
   <location filename="reader/review/ui/supplement_banner.py" />
   <source>Follows on the version signed by {name}, {time}.</source>
   <translation>针对{name}于{time}签署的版本。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For conference</source>
   <translation>供会诊</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>For its use</source>
   <translation>是否满足用途</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For litigation</source>
   <translation>供司法用途</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>For me</source>
   <translation>我的任务</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For patient</source>
   <translation>供患者</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For peer review</source>
   <translation>供同行评议</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For printing</source>
   <translation>供打印</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For referring provider</source>
   <translation>供申请医师</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For report attachment</source>
   <translation>作为报告附图</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For research</source>
   <translation>供科研</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For surgery</source>
   <translation>供手术</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For teaching</source>
   <translation>供教学</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>For therapy</source>
   <translation>供治疗</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>For which exams it is chosen: one word of each group has to be in the exam’s name; a comma between words, a semicolon between groups. No modality and no words: for every exam.</source>
   <translation>用于哪些检查：检查名称须含每组中的一个词；词间用逗号，组间用分号。未选设备类型且未填词时，适用于所有检查。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>For whom</source>
   <translation>适用性别</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Foreign body</source>
   <translation>异物</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Forward</source>
   <translation>前进</translation>
  </message>
  <message>
   <location filename="reader/views/playback.py" />
   <source>Forwards</source>
   <translation>正向</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Found by {name}</source>
   <translation>由 {name} 发现</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Fracture</source>
   <translation>骨折</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Frame of reference {number}</source>
   <translation>参考坐标系 {number}</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Frame {number}</source>
   <translation>第 {number} 帧</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Free some space, or make the image cache smaller.</source>
   <translation>请释放一些空间，或减小图像缓存。</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>Free some space.</source>
   <translation>请清理磁盘空间。</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>From</source>
   <translation>来源</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>From the claim to the submitted report</source>
   <translation>从领取到提交报告</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>From the exam</source>
   <translation>取自检查</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>From the first submission to the signature, returns included</source>
   <translation>从首次提交到签发，含退回后的修改时间</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>From the order to the first claim</source>
   <translation>从申请到首次领取</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>From the order to the signature</source>
   <translation>从申请到签发</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>From … to …</source>
   <translation>自定义日期</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Frontal lobe</source>
   <translation>额叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Gallbladder</source>
   <translation>胆囊</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Give its key with --key-file.</source>
   <translation>请用 --key-file 提供其密钥。</translation>
  </message>
  <message>
   <location filename="reader/core/syslog.py" />
   <source>Give the certificate of its authority with ?ca=FILE.</source>
   <translation>请用 ?ca=文件 指定其证书颁发机构的证书。</translation>
  </message>
  <message>
   <location filename="reader/hub/vault.py" />
   <source>Give the key that it was sealed with.</source>
   <translation>请提供加密时所用的密钥。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>Give the time at which the person was told.</source>
   <translation>请填写实际通知的时间。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Go on editing</source>
   <translation>继续编辑</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>Go on in its window.</source>
   <translation>请回到它的窗口继续。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Go on with “{title}” …</source>
   <translation>继续编辑“{title}”…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Go on writing</source>
   <translation>继续书写</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Go to the images</source>
   <translation>转到图像</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Go to the report</source>
   <translation>转到报告</translation>
  </message>
  <message>
   <location filename="reader/views/model.py" />
   <source>Gone to another place</source>
   <translation>跳转到其他位置</translation>
  </message>
  <message>
   <location filename="reader/app/ui/screen_picture.py" />
   <source>Grey level {level} ({number} of {count})</source>
   <translation>灰阶 {level}（第 {number} 个，共 {count} 个）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Grey levels and luminances</source>
   <translation>灰阶与亮度</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Grey levels by</source>
   <translation>灰阶校正由</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>Grey, no colours</source>
   <translation>灰度（无伪彩）</translation>
  </message>
  <message>
   <location filename="reader/views/ui/grid_picker.py" />
   <source>Grid of {columns} × {rows} viewports</source>
   <translation>{columns} × {rows} 视口网格</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Grids and layouts …</source>
   <translation>网格与布局…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>HL7 v2 message</source>
   <translation>HL7 v2 消息</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Hand them over to a colleague, who takes them over from the list of critical results.</source>
   <translation>请与同事交接，由其在危急值列表中接手。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/help_view.py" />
   <source>Handbook</source>
   <translation>手册</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Hang as the protocol says</source>
   <translation>按挂片方案重新显示</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Hang exams like this one as now …</source>
   <translation>此类检查按当前布局挂片…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Hanging</source>
   <translation>挂片</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Hanging protocol</source>
   <translation>挂片方案</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Hash</source>
   <translation>哈希值</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>Have it set right before you write: reports and signatures bear its date.</source>
   <translation>请先校准时钟再书写报告：报告和签名会使用该日期。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/signing.py" />
   <source>Have the clock of this computer set right, then try again.</source>
   <translation>请先校准本机时钟，然后重试。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Head</source>
   <translation>头部</translation>
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Head and neck</source>
   <translation>头颈</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Heart</source>
   <translation>心脏</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Help</source>
   <translation>帮助</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Hemangioma</source>
   <translation>血管瘤</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Hematoma</source>
   <translation>血肿</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Hemorrhage</source>
   <translation>出血</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Here is an earlier version. Don’t rely on it; tell your administrator.</source>
   <translation>此处是较早的版本，请勿据此判断，并告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Hidden below {percent} %: {count}</source>
   <translation>低于 {percent} % 已隐藏：{count}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>Hidden findings: {count}</source>
   <translation>已隐藏征象：{count}</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Hide all own measurements in the images</source>
   <translation>在图像中隐藏全部测量</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Hide this finding in the images</source>
   <translation>在图像中隐藏此征象</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Hides proposals that are less certain; nothing is deleted</source>
   <translation>隐藏置信度较低的 AI 提示；不会删除任何内容</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Hip</source>
   <translation>髋关节</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Hip-knee-ankle angle</source>
   <translation>髋膝踝角</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Hospital</source>
   <translation>医院</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>Hot Iron</source>
   <translation>热铁</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>Hot Iron colours</source>
   <translation>热铁伪彩</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>Hot Metal Blue</source>
   <translation>热金属蓝</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>Hot Metal Blue colours</source>
   <translation>热金属蓝伪彩</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>How</source>
   <translation>通知方式</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Hub</source>
   <translation>中心</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_window.py" />
   <source>Hub: {name}</source>
   <translation>中心：{name}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Humerus</source>
   <translation>肱骨</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/showing.py" />
   <source>Hung by a protocol</source>
   <translation>按挂片方案显示</translation>
  </message>
  <message>
   <location filename="reader/app/rereads.py" />
   <source>I agree</source>
   <translation>同意</translation>
  </message>
  <message>
   <location filename="reader/app/rereads.py" />
   <source>I differ; most would read it otherwise</source>
   <translation>不同意；多数人会作不同判断</translation>
  </message>
  <message>
   <location filename="reader/app/rereads.py" />
   <source>I differ; others might read it so</source>
   <translation>不同意；但他人也可能这样判断</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>I have checked it</source>
   <translation>我已核对</translation>
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>ID {id}</source>
   <translation>患者号 {id}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>IHE MRRT files (.html) in these folders are used before those of the program:</source>
   <translation>以下文件夹中的 IHE MRRT 文件（.html）优先于程序自带的模板：</translation>
  </message>
  <message>
   <location filename="reader/app/supplementing.py" />
   <source>If it was, it is in your worklist; else begin it again.</source>
   <translation>若已建立，可在您的工作列表中找到；否则请重新开始。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>If you take it as this patient, it is marked with your name and has to be checked before the report goes out.</source>
   <translation>如认定为同一患者，将标明由您认定，并须在报告发出前再次核对。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/spelling.py" />
   <source>Ignore in this report</source>
   <translation>本报告中忽略</translation>
  </message>
  <message>
   <location filename="reader/study/numbering.py" />
   <source>Im {number}</source>
   <translation>图 {number}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/cine_bar.py" />
   <source>Image</source>
   <translation>图像</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Image cache</source>
   <translation>图像缓存</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Image cache on disk, at most</source>
   <translation>磁盘图像缓存上限</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Image codecs</source>
   <translation>图像解码器</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>Image files, ZIP or DICOMDIR</source>
   <translation>影像文件、ZIP 或 DICOMDIR</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: artefact</source>
   <translation>图像质量：伪影</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: detector fault</source>
   <translation>图像质量：探测器伪影</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: double exposure</source>
   <translation>图像质量：重复曝光</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: grid lines</source>
   <translation>图像质量：滤线栅伪影</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: motion</source>
   <translation>图像质量：运动伪影</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: other</source>
   <translation>图像质量：其他问题</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: overexposed</source>
   <translation>图像质量：曝光过度</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: positioning</source>
   <translation>图像质量：体位不当</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: processing</source>
   <translation>图像质量：后处理不当</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Image quality: underexposed</source>
   <translation>图像质量：曝光不足</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Image registration</source>
   <translation>图像配准</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>Image {number} at {time}</source>
   <translation>图像 {number}，{time}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/study_choice.py" />
   <source>Images</source>
   <translation>影像数</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Images are stored by a sending account; doctors store reports and annotations.</source>
   <translation>图像由发送账号存储；医师只能存储报告和标注。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>Images can’t be received: port {port} is in use.</source>
   <translation>无法接收影像：端口 {port} 已被占用。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Images of another patient are in this exam; they are not shown.</source>
   <translation>本检查中混有其他患者的图像，未显示。</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Images on a second window</source>
   <translation>在第二窗口显示图像</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Images received so far are kept; the rest are requested again.</source>
   <translation>已收到的图像保留，其余将重新请求。</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Imaginary part</source>
   <translation>虚部</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/columns.py" />
   <source>Img</source>
   <translation>图像</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Import</source>
   <translation>导入</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Import a report template</source>
   <translation>导入报告模板</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Import keys</source>
   <translation>导入快捷键</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Import phrases</source>
   <translation>导入短语</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Import …</source>
   <translation>导入 …</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Impression unsupported</source>
   <translation>诊断依据不足</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>In addendum</source>
   <translation>补充中</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>In approval</source>
   <translation>签发中</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>In every open window at once</source>
   <translation>立即在所有打开的窗口中生效</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>In person</source>
   <translation>当面</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>In phase</source>
   <translation>同相位</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>In review</source>
   <translation>审核中</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>In second reading</source>
   <translation>第二阅片中</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>In the background, while nothing else loads; not on a metered connection.</source>
   <translation>在后台进行，其他内容加载时暂停；按流量计费的网络不预取。</translation>
  </message>
  <message>
   <location filename="reader/app/growing.py" />
   <source>In the series column: {series}.</source>
   <translation>见序列栏：{series}。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>In use: {names}</source>
   <translation>使用中：{names}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Incorrect worklist entry</source>
   <translation>工作列表条目有误</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Infarct</source>
   <translation>梗死</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Inferior vena cava</source>
   <translation>下腔静脉</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>InlineBinary is for bytes only</source>
   <translation>InlineBinary 只用于二进制数据</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>InlineBinary is not base64</source>
   <translation>InlineBinary 不是 base64 编码</translation>
  </message>
  <message>
   <location filename="reader/report/phrase_commands.py" />
   <source>Insert a phrase</source>
   <translation>插入短语</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Insert finding into the report</source>
   <translation>将征象插入报告</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Insert into report</source>
   <translation>插入报告</translation>
  </message>
  <message>
   <location filename="reader/report/ui/category_dialog.py" />
   <source>Insert into the report</source>
   <translation>插入报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Inserted into the report.</source>
   <translation>已插入报告。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Install Noto Sans CJK SC or another Chinese font.</source>
   <translation>请安装 Noto Sans CJK SC 或其他中文字体。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Install OpenGL (Mesa) or a graphics driver.</source>
   <translation>请安装 OpenGL(Mesa)或显卡驱动。</translation>
  </message>
  <message>
   <location filename="reader/core/update/installation.py" />
   <source>Install the one you want with its installer.</source>
   <translation>请用所需版本的安装程序安装。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Install the program again.</source>
   <translation>请重新安装本程序。</translation>
  </message>
  <message>
   <location filename="reader/core/bundle.py" />
   <source>Install the program again; your data are not affected.</source>
   <translation>请重新安装程序，您的数据不受影响。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>Install them (Debian: package reader-demo).</source>
   <translation>请先安装演示检查（Debian 软件包 reader-demo）。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Installation</source>
   <translation>安装</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Instances</source>
   <translation>图像数</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Instrument</source>
   <translation>测量仪器</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Interpolation changed</source>
   <translation>更改插值</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Invert</source>
   <translation>反相</translation>
  </message>
  <message>
   <location filename="reader/views/model.py" />
   <source>Inverted</source>
   <translation>反转灰度</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>Issuer of the ID</source>
   <translation>患者号颁发机构</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>It asks to wait {seconds} s. Retried automatically.</source>
   <translation>服务器要求等待 {seconds} 秒。系统会自动重试。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>It can be saved and used, but:</source>
   <translation>可以保存和使用，但请注意：</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>It can be viewed, but not reported.</source>
   <translation>可以打开查看，但不能书写报告。</translation>
  </message>
  <message>
   <location filename="reader/core/policy.py" />
   <source>It can't be read ({why}).</source>
   <translation>无法读取（{why}）。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>It can't be read.</source>
   <translation>无法读取。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>It comes after the stages that there are, for the same exams.</source>
   <translation>排在已有各步之后，适用于同样的检查。</translation>
  </message>
  <message>
   <location filename="reader/study/unshown.py" />
   <source>It contains no findings; its text is not displayed.</source>
   <translation>不含征象；不显示其文字。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>It contains no images.</source>
   <translation>不含图像。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>It contains: {what}.</source>
   <translation>包含：{what}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>It does not say when it was made.</source>
   <translation>签名未注明签署时间。</translation>
  </message>
  <message>
   <location filename="reader/app/desk.py" />
   <source>It has been sent already.</source>
   <translation>报告已发送。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/codec.py" />
   <source>It has more than 256 grey levels; those of 8 bits are needed.</source>
   <translation>文件中的灰阶超过 256 个；需要 8 位的灰阶。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>It has no abbreviation or no text.</source>
   <translation>缺少缩写或内容。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>It has no text.</source>
   <translation>报告没有正文。</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>It has no time stamp.</source>
   <translation>此签名没有时间戳。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>It has this key already.</source>
   <translation>该命令已有此快捷键。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be "debug", "info", "warning" or "error".</source>
   <translation>应为 "debug"、"info"、"warning" 或 "error"。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a file of keys that was exported from the program.</source>
   <translation>须为从本程序导出的快捷键文件。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a language of this program, like "zh_CN".</source>
   <translation>应为本程序支持的语言，例如 "zh_CN"。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a list of Ed25519 keys in base64, at least one.</source>
   <translation>应为 base64 编码的 Ed25519 公钥列表，至少一个。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a list of PEM files, at least one.</source>
   <translation>应为 PEM 文件列表，至少一个。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a list of files or folders with revocation lists, at least one.</source>
   <translation>应为列表，列出证书吊销列表的文件或文件夹，至少一项。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a number of GB, 1 to 10000.</source>
   <translation>应为 1 到 10000 之间的 GB 数。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a set of keys of this program, like "weasis".</source>
   <translation>须为本程序的一套快捷键，例如 "weasis"。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a table like: "Qingshan Hospital" = "mllps://his.hospital.example:2575".</source>
   <translation>应为一个表，例如："Qingshan Hospital" = "mllps://his.hospital.example:2575"。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a table like: library = "/usr/lib/opensc-pkcs11.so" (a full path), label = "".</source>
   <translation>应为表，例如：library = "/usr/lib/opensc-pkcs11.so"（完整路径），label = ""。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a table like: right = "window".</source>
   <translation>须为一个表，例如：right = "window"。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be a table like: url = "http://tsa.example", cas = ["tsa.pem"], required = true.</source>
   <translation>应为表，例如：url = "http://tsa.example"，cas = ["tsa.pem"]，required = true。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be an address like "https://hub.example".</source>
   <translation>应为地址，例如 "https://hub.example"。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be an address like "mllps://his.hospital.example:2575".</source>
   <translation>应为形如“mllps://his.hospital.example:2575”的地址。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be an address, the full path of a folder, or "" for none.</source>
   <translation>应为地址或文件夹的完整路径；"" 表示无。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be hours like "17:30-08:00", or "always".</source>
   <translation>应为时段（如 "17:30-08:00"）或 "always"。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be the full path of a JSON file with phrases.</source>
   <translation>应为短语 JSON 文件的完整路径。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be the path of a JSON file with monitors.</source>
   <translation>必须是记录显示器的 JSON 文件的路径。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>It has to be true or false.</source>
   <translation>必须为 true 或 false。</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>It is based on withheld images or results: {what}.</source>
   <translation>该征象依据的图像或结果未予显示：{what}。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>It is damaged and can’t be read.</source>
   <translation>已损坏，无法读取。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>It is damaged, or was changed by another program. Restore it from a backup.</source>
   <translation>文件已损坏，或被其他程序改动。请从备份恢复。</translation>
  </message>
  <message>
   <location filename="reader/app/update_command.py" />
   <source>It is downloaded and will be installed at the next start.</source>
   <translation>已下载，将在下次启动时安装。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/timestamps.py" />
   <source>It is for another signature than this one.</source>
   <translation>它对应的是另一个签名。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>It is ignored. See policy.md.</source>
   <translation>此项已忽略。参见 policy.md。</translation>
  </message>
  <message>
   <location filename="reader/core/policy.py" />
   <source>It is in both tables; this one holds.</source>
   <translation>两个表中都有此项，以此处为准。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>It is kept on this computer: send it again, or tell your administrator.</source>
   <translation>报告仍保存在本机：可重新发送，或联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>It is kept on this computer; open its exam again.</source>
   <translation>报告保存在本机；请重新打开该检查。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/raw_view.py" />
   <source>It is left out and can't be claimed. Tell your administrator.</source>
   <translation>该条目不参与统计和判断，也不能领取。请联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/report_messages.py" />
   <source>It is looked for again, and the message is sent then.</source>
   <translation>将自动再次查找，找到后即发送。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>It is marked as verified, but does not say by whom.</source>
   <translation>标记为已审核，但未写明审核医师。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>It is marked as verified, but has no signature.</source>
   <translation>标记为已审核，但没有任何签名。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>It is marked as verified, but has no verification signature.</source>
   <translation>报告标记为已审核，但没有审核签名。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>It is no file of phrases.</source>
   <translation>不是短语文件。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>It is no file of phrases: {reason}</source>
   <translation>不是短语文件：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>It is no key.</source>
   <translation>这不是按键。</translation>
  </message>
  <message>
   <location filename="reader/core/policy.py" />
   <source>It is not TOML in UTF-8 ({why}).</source>
   <translation>不是 UTF-8 编码的 TOML 文件（{why}）。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>It is not certain that all images are this patient's; those in doubt are not shown.</source>
   <translation>部分图像是否属于该患者尚不能确定，暂不显示。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/views/state_commands.py" />
   <source>It is not for {count} other images, of another kind or size or not here yet.</source>
   <translation>
    <numerusform>另有 {count} 幅图像类型或大小不同，或尚未到达，未包括在内。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>It is not in this report. Its text can be copied; its measurements can't.</source>
   <translation>其内容不在当前报告中。可复制文字，测量无法复制。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>It is not known until when it is valid.</source>
   <translation>有效期不明。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>It is not known when it was measured.</source>
   <translation>测量日期不明。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>It is not sure that this is the same patient: keep it off the screen again</source>
   <translation>不能确定是同一患者：重新隐藏，不再显示</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>It is not used to align images.</source>
   <translation>未用于图像对齐。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>It is now yours to write. Release it to give it back.</source>
   <translation>现由您书写；如需交还，请释放。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>It is recorded at once and stays on top of every window until somebody was told.</source>
   <translation>确认后立即登记，并一直显示在各窗口顶部，直到已通知相关人员。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>It is sent again.</source>
   <translation>将重新发送。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>It is sent again. Tell your administrator if this stays.</source>
   <translation>将重新发送。如仍如此，请联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/report_messages.py" />
   <source>It is sent once your administrator has set one; the report itself is at the hub.</source>
   <translation>管理员设置后即自动发送；报告本身已在中心。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/timestamps.py" />
   <source>It is the answer to another question.</source>
   <translation>它对应的是另一次请求。</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>It is tried again by itself.</source>
   <translation>将自动重试。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>It is turned by an angle that can’t be.</source>
   <translation>旋转角度无效。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>It matches the hub's record.</source>
   <translation>与中心留存的记录一致。</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>It may have been restored from an older copy. Tell your administrator before you go on.</source>
   <translation>中心可能已从较早的备份恢复。请先告知管理员，再继续。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/reading.py" />
   <source>It names no certificate that can be read.</source>
   <translation>其中没有可读取的证书。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>It names {person} as author, but {signer} signed it.</source>
   <translation>报告医师写的是{person}，实际签署者却是{signer}。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>It names {person} as verifier, but {signer} signed it.</source>
   <translation>审核医师写的是{person}，实际签署者却是{signer}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>It names “{issuer}” as its issuer, who did not sign it.</source>
   <translation>证书写明由“{issuer}”颁发，但并非其颁发。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/codec.py" />
   <source>It needs lines of grey level and luminance, like “15, 0.98”.</source>
   <translation>每行应为灰阶和亮度，例如“15, 0.98”。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/codec.py" />
   <source>It needs pairs of grey level and luminance.</source>
   <translation>应为成对的灰阶和亮度。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse.py" />
   <source>It reported the error {status}; tell its administrator.</source>
   <translation>它报告错误 {status}，请告知其管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>It returns to your worklist once the hub confirms.</source>
   <translation>中心确认后，该任务将重新出现在您的工作列表中。</translation>
  </message>
  <message>
   <location filename="reader/report/journal.py" />
   <source>It stays on this computer as it is, also when a new one is written and delivered. As soon as it can be read, it is offered when this exam is opened.</source>
   <translation>草稿原样保留在本机，书写并送出新报告后也不会删除；一旦可以读取，打开该检查时会提示。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/timestamps.py" />
   <source>It was changed after it was made.</source>
   <translation>它在生成之后被改动过。</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>It was changed on the disk, or the key kept on this computer is another one.</source>
   <translation>磁盘上的内容被改动过，或本机密钥已更换。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>It was due ({date}) before it was measured.</source>
   <translation>有效期 ({date}) 早于测量日期。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>It was measured in the future ({date}).</source>
   <translation>测量日期 ({date}) 在今天之后。</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>It will be downloaded again.</source>
   <translation>稍后将重新下载。</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>It {problem}.</source>
   <translation>它{problem}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/reading.py" />
   <source>Its algorithm is not accepted here ({algorithm}).</source>
   <translation>本机不接受其签名算法（{algorithm}）。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>Its certificate is not for signing.</source>
   <translation>该证书不能用于签名。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/timestamps.py" />
   <source>Its certificate is not for time stamps.</source>
   <translation>其证书不能用于时间戳。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>Its certificate was revoked on {when}.</source>
   <translation>其证书已于{when}被吊销。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ledger.py" />
   <source>Its entry on this computer was damaged.</source>
   <translation>本机上的该条目已损坏。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/line_state.py" />
   <source>Its finding is still loading</source>
   <translation>对应的征象仍在加载</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>Its issuer “{issuer}” is not known here.</source>
   <translation>其颁发机构“{issuer}”在本机不受信任。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>Its issuer “{issuer}” may not issue certificates.</source>
   <translation>颁发机构“{issuer}”无权颁发证书。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>Its issuer “{issuer}” was not valid at that time.</source>
   <translation>签署时颁发机构“{issuer}”的证书不在有效期内。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>Its key may have been stolen: that the signature is older is not proven.</source>
   <translation>其私钥可能已被盗用：无法证明签名早于吊销时间。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/reading.py" />
   <source>Its kind is not known here.</source>
   <translation>其类型无法识别。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>Its mask is not subtracted.</source>
   <translation>未做其减影。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>Its overlays are not drawn.</source>
   <translation>不绘制其叠加图形。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>Its own modality LUT is not applied.</source>
   <translation>不应用其自带的模态 LUT。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>Its presentation LUT can’t be read.</source>
   <translation>其显示 LUT 无法读取。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>Its presentation LUT is not applied.</source>
   <translation>不应用其显示 LUT。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Its reports are not fetched, since it is not certain whose exam it is.</source>
   <translation>尚不能确定该检查属于哪位患者，因此未获取其报告。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>Its shape of the pixels is not applied.</source>
   <translation>未应用其像素宽高比。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Its units are not applied to the images.</source>
   <translation>其单位未应用于图像。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Its values are not displayed.</source>
   <translation>其数值不予显示。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Its window and annotations are not applied.</source>
   <translation>其窗宽窗位和标注未应用于图像。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>Its words were changed by hand: change them in the text, or keep them.</source>
   <translation>该句已被手工修改：请直接在报告中修改，或选择保留。</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>Judged differently in the two, and shown as signed: {findings}.</source>
   <translation>以下发现两处判定不同，现按已签发的显示：{findings}。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>Just noticeable differences</source>
   <translation>最小可觉差 (JND)</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>Keep</source>
   <translation>保留</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Keep it</source>
   <translation>保留</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Keep the sentence as it is</source>
   <translation>语句无误，保持不变</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Kept here</source>
   <translation>本机数据</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>Kept on this computer until the hub has it. See the receipt in the worklist.</source>
   <translation>中心收到之前由本机保存，可在工作列表中查看回执。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/sending_dialog.py" />
   <source>Kept on this computer, waits until {name} signs in.</source>
   <translation>已保存在本机，等待 {name} 下次登录后发送。</translation>
  </message>
  <message>
   <location filename="reader/app/handbook.py" />
   <source>Key</source>
   <translation>快捷键</translation>
  </message>
  <message>
   <location filename="reader/findings/own_key_images.py" />
   <source>Key image</source>
   <translation>关键图像</translation>
  </message>
  <message>
   <location filename="reader/findings/own_key_images.py" />
   <source>Key image marked</source>
   <translation>标记关键图像</translation>
  </message>
  <message>
   <location filename="reader/findings/own_key_images.py" />
   <source>Key image removed</source>
   <translation>取消关键图像</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/key_images.py" />
   <source>Key image {name}</source>
   <translation>关键图像 {name}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Key images</source>
   <translation>关键图像</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>Key images can't be changed here: {reason}</source>
   <translation>此处不能更改关键图像：{reason}</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Key images of the report</source>
   <translation>本报告的关键图像</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Key images on a page</source>
   <translation>每页关键图像数</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Key images to print</source>
   <translation>要打印的关键图像</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Key images: {count}</source>
   <translation>关键图像：{count} 幅</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Keyboard</source>
   <translation>键盘</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Keys</source>
   <translation>密钥</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Keys and mouse</source>
   <translation>快捷键与鼠标</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Keys and mouse as in the chosen set</source>
   <translation>快捷键与鼠标恢复为所选方案</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Keys and mouse …</source>
   <translation>快捷键与鼠标…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Keys and tokens are kept in: {place}</source>
   <translation>密钥与令牌保存于：{place}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Kidney</source>
   <translation>肾</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Kind</source>
   <translation>类别</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Knee</source>
   <translation>膝关节</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>LLL</source>
   <translation>左下叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>LUL</source>
   <translation>左上叶</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>LUT</source>
   <translation>LUT</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Label</source>
   <translation>名称</translation>
  </message>
  <message>
   <location filename="reader/views/model.py" />
   <source>Label moved</source>
   <translation>移动标签</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>Label {level} deleted</source>
   <translation>已删除标记 {level}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Landscape</source>
   <translation>横向</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Language of the report</source>
   <translation>报告语言</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Large and fine enough.</source>
   <translation>尺寸和精细度符合要求。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Last 30 days</source>
   <translation>最近 30 天</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Last 7 days</source>
   <translation>最近 7 天</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Last image</source>
   <translation>最后一幅</translation>
  </message>
  <message>
   <location filename="reader/views/spreading.py" />
   <source>Layout changed</source>
   <translation>更改布局</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layout_popup.py" />
   <source>Layouts</source>
   <translation>布局</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Leave a quarter for the system: lower it in the settings.</source>
   <translation>请至少为系统保留四分之一：在设置中调低。</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Leave it</source>
   <translation>不接手</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>Leave it withheld</source>
   <translation>保持隐藏</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/sending_dialog.py" />
   <source>Leave now</source>
   <translation>立即离开</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Leave the case</source>
   <translation>离开病例</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Leave the case of {name}?</source>
   <translation>离开 {name} 的病例？</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Left</source>
   <translation>左侧</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Left lower lobe</source>
   <translation>左肺下叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Left lung</source>
   <translation>左肺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Left upper lobe</source>
   <translation>左肺上叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Length</source>
   <translation>长度</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Length along a line</source>
   <translation>沿线长度</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Lesion</source>
   <translation>病灶</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Let the system set the time by itself (NTP); due times and signatures depend on it.</source>
   <translation>请让系统自动对时（NTP）；截止时间和签名依赖于它。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Level {level}</source>
   <translation>灰阶 {level}</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>Level {level} is there twice.</source>
   <translation>灰阶 {level} 出现了两次。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>Level {level}: the luminance is negative.</source>
   <translation>灰阶 {level}：亮度为负值。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>Level {level}: the luminance is not a number.</source>
   <translation>灰阶 {level}：亮度不是数字。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>Level {next} is darker than level {level}.</source>
   <translation>灰阶 {next} 比灰阶 {level} 更暗。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>Levels 0 and 255 have to be measured.</source>
   <translation>必须测量灰阶 0 和 255。</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>Levels are labelled from C1 to S1.</source>
   <translation>可标记的节段为 C1 至 S1。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>Levels {level} and {next} have the same luminance.</source>
   <translation>灰阶 {level} 与 {next} 的亮度相同。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Libraries</source>
   <translation>程序库</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>Licences</source>
   <translation>许可证</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Light (office)</source>
   <translation>浅色（办公室）</translation>
  </message>
  <message>
   <location filename="resources/keys/osirix.json" />
   <source>Like OsiriX and Horos</source>
   <translation>仿 OsiriX / Horos</translation>
  </message>
  <message>
   <location filename="resources/keys/weasis.json" />
   <source>Like Weasis</source>
   <translation>仿 Weasis</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/codec.py" />
   <source>Line {line} has no two values.</source>
   <translation>第 {line} 行没有两个数值。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/page.py" />
   <source>Line {line}: elements are nested too deeply for a report template.</source>
   <translation>第{line}行：元素嵌套过深，不能作为报告模板。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/page.py" />
   <source>Line {line}: {what}</source>
   <translation>第{line}行：{what}</translation>
  </message>
  <message>
   <location filename="reader/views/looks.py" />
   <source>Linear interpolation</source>
   <translation>线性插值</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>List of critical results …</source>
   <translation>危急值列表…</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Liver</source>
   <translation>肝</translation>
  </message>
  <message>
   <location filename="reader/app/growing.py" />
   <source>Load it again</source>
   <translation>重新加载</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Loading exam contents …</source>
   <translation>正在载入检查内容…</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Loading the exam's results …</source>
   <translation>正在加载检查结果…</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>Loading the worklist …</source>
   <translation>正在载入工作列表…</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>Loading …</source>
   <translation>正在加载…</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/foot.py" />
   <source>Loading: more than {here}</source>
   <translation>正在载入：超过 {here} 条</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/foot.py" />
   <source>Loading: {here} of {total}</source>
   <translation>正在载入：{here} / {total}</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Localizer</source>
   <translation>定位像</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Location</source>
   <translation>部位</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Lock this finding in place</source>
   <translation>锁定此征象的位置</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Locked by the hospital in {file}.</source>
   <translation>已由医院在 {file} 中锁定。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>Locked by the hospital.</source>
   <translation>已由医院锁定。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Log</source>
   <translation>日志</translation>
  </message>
  <message>
   <location filename="reader/views/tools/bidirectional.py" />
   <source>Long and short axis</source>
   <translation>长径和短径</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Long axis</source>
   <translation>长径</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Look for names in the image itself.</source>
   <translation>请检查图像本身是否带有姓名。</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Loop {number}</source>
   <translation>动态 {number}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Loops</source>
   <translation>动态图像</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Low priority</source>
   <translation>低优先级</translation>
  </message>
  <message>
   <location filename="reader/app/ui/screen_picture.py" />
   <source>Luminance in {unit}</source>
   <translation>亮度 ({unit})</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Luminance of each grey level in {unit}, measured in the dark or close to the screen.</source>
   <translation>各灰阶的亮度 ({unit})，在暗室中或紧贴屏幕测量。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>Luminance ratio</source>
   <translation>亮度比</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Lung</source>
   <translation>肺</translation>
  </message>
  <message>
   <location filename="reader/views/viewport.py" />
   <source>Lungs</source>
   <translation>肺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Lymph node</source>
   <translation>淋巴结</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Lymphadenopathy</source>
   <translation>淋巴结肿大</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>M</source>
   <translation>男</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>MIP 10 mm</source>
   <translation>MIP 10 mm</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>MIP 20 mm</source>
   <translation>MIP 20 mm</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>MR</source>
   <translation>MR</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>MR spectroscopy</source>
   <translation>磁共振波谱</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/key_images.py" />
   <source>Made: {when}</source>
   <translation>生成时间：{when}</translation>
  </message>
  <message>
   <location filename="reader/views/tools/magnify.py" />
   <source>Magnifier</source>
   <translation>放大镜</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Magnitude</source>
   <translation>幅值</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>Make one with: head -c 32 /dev/urandom | base64 &gt; FILE, and keep a copy of it elsewhere.</source>
   <translation>可用 head -c 32 /dev/urandom | base64 &gt; FILE 生成，并另存一份副本。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Make the image cache smaller in the settings.</source>
   <translation>请在设置中减小图像缓存。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Make the last change again</source>
   <translation>重做上一步修改</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Manufacturer's own data</source>
   <translation>厂商私有数据</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Manufacturer: {name}</source>
   <translation>厂商：{name}</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>Mark as key image</source>
   <translation>标记为关键图像</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>Mark as reported</source>
   <translation>标记为已上报</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Mark the exam negative</source>
   <translation>标记为阴性</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Mark the exam positive</source>
   <translation>标记为阳性</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Marked as</source>
   <translation>标记为</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>Marked as key image.</source>
   <translation>已标记为关键图像。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Marked as signed by {name}, {when}</source>
   <translation>标记为由{name}签发，{when}</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Marked by {name}</source>
   <translation>由 {name} 标记</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Marked: {flag}</source>
   <translation>标记：{flag}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Mass</source>
   <translation>肿块</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Maximum</source>
   <translation>最大值</translation>
  </message>
  <message>
   <location filename="reader/views/viewport.py" />
   <source>Maximum intensity</source>
   <translation>最大密度投影</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Mean</source>
   <translation>平均值</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Mean 5 mm</source>
   <translation>平均 5 mm</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Measure patch by patch</source>
   <translation>逐个色块测量</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Measure with D to add your own.</source>
   <translation>按 D 测量即可添加征象。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Measured</source>
   <translation>测量</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Measured by</source>
   <translation>测量人</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Measured on</source>
   <translation>测量日期</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Measured volume</source>
   <translation>体积</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Measurement wrong</source>
   <translation>测量有误</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Measurements</source>
   <translation>测量</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>Measurements of this report have lost their signature; they are not shown.</source>
   <translation>本报告的测量结果已失去签名，不予显示。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>Measurements or marks of this report were changed after {who} signed them, or their signature can’t be checked; they are not shown.</source>
   <translation>本报告的测量或标记在{who}签名后被更改，或其签名无法验证，不予显示。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Mechanical axis deviation</source>
   <translation>机械轴偏移</translation>
  </message>
  <message>
   <location filename="reader/views/tools/hip_knee.py" />
   <source>Mechanical axis of the leg</source>
   <translation>下肢机械轴</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Mediastinum</source>
   <translation>纵隔</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Memory</source>
   <translation>内存</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Memory for images, at most</source>
   <translation>图像内存上限</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Meniscus</source>
   <translation>半月板</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Menu of measurements</source>
   <translation>测量菜单</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Metastasis</source>
   <translation>转移瘤</translation>
  </message>
  <message>
   <location filename="reader/views/tools/heart_axis.py" />
   <source>Midline: at the spine</source>
   <translation>中线：脊柱处</translation>
  </message>
  <message>
   <location filename="reader/views/tools/heart_axis.py" />
   <source>Midline: at the sternum</source>
   <translation>中线：胸骨处</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>MinIP 10 mm</source>
   <translation>MinIP 10 mm</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>Mine today</source>
   <translation>我今日完成</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Minimum</source>
   <translation>最小值</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Minimum certainty</source>
   <translation>最低置信度</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>Minutes</source>
   <translation>用时（分钟）</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>Missing at the hub: {what}.</source>
   <translation>中心缺失：{what}。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/columns.py" />
   <source>Mod</source>
   <translation>类型</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Modality</source>
   <translation>设备类型</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Monitor</source>
   <translation>显示器</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Monitors</source>
   <translation>显示器</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Monitors and test pattern …</source>
   <translation>显示器与测试图…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/display_note.py" />
   <source>Monitors …</source>
   <translation>显示器…</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>More findings: {count}</source>
   <translation>另有征象：{count}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>More measurements</source>
   <translation>更多测量</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Mouse</source>
   <translation>鼠标</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Move down</source>
   <translation>下移</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Move down  (Alt+↓)</source>
   <translation>下移  (Alt+↓)</translation>
  </message>
  <message>
   <location filename="reader/views/nudging.py" />
   <source>Move the measurement down</source>
   <translation>下移测量</translation>
  </message>
  <message>
   <location filename="reader/views/nudging.py" />
   <source>Move the measurement to the left</source>
   <translation>左移测量</translation>
  </message>
  <message>
   <location filename="reader/views/nudging.py" />
   <source>Move the measurement to the right</source>
   <translation>右移测量</translation>
  </message>
  <message>
   <location filename="reader/views/nudging.py" />
   <source>Move the measurement up</source>
   <translation>上移测量</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Move up</source>
   <translation>上移</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Move up  (Alt+↑)</source>
   <translation>上移  (Alt+↑)</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Muscle</source>
   <translation>肌肉</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>My review</source>
   <translation>待我审核</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>Name</source>
   <translation>姓名</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Name it like the last one</source>
   <translation>沿用上一个名称</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Name of the protocol</source>
   <translation>方案名称</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layout_popup.py" />
   <source>Name of this layout</source>
   <translation>此布局的名称</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Name this annotation as a finding first; then it can be inserted into the report.</source>
   <translation>请先将此标注命名为征象，然后才能插入报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/study_choice.py" />
   <source>Name, ID or description</source>
   <translation>姓名、患者号或描述</translation>
  </message>
  <message>
   <location filename="reader/views/ui/naming.py" />
   <source>Name, location or remark</source>
   <translation>名称、部位或备注</translation>
  </message>
  <message>
   <location filename="reader/views/ui/name_field.py" />
   <source>Names</source>
   <translation>名称</translation>
  </message>
  <message>
   <location filename="reader/report/ui/flag.py" />
   <source>Negative</source>
   <translation>阴性</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Neither sharpened nor smoothed</source>
   <translation>不锐化也不平滑</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Neoplasm</source>
   <translation>肿瘤</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>New exams appear here automatically.</source>
   <translation>新检查会自动显示在这里。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>New from the report …</source>
   <translation>由当前报告新建…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>New key for “{command}”</source>
   <translation>“{command}”的新快捷键</translation>
  </message>
  <message>
   <location filename="reader/hub/accounts.py" />
   <source>New password: </source>
   <translation>新密码：</translation>
  </message>
  <message>
   <location filename="reader/report/phrase_commands.py" />
   <source>New phrase from the selected text</source>
   <translation>将选中文字存为短语</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>New section</source>
   <translation>新段落</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>New template</source>
   <translation>新模板</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>New token</source>
   <translation>更换令牌</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>New …</source>
   <translation>新建 …</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Next case</source>
   <translation>下一例</translation>
  </message>
  <message>
   <location filename="reader/review/commands.py" />
   <source>Next change</source>
   <translation>下一处修改</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Next colours</source>
   <translation>下一种伪彩</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Next exams</source>
   <translation>待读检查</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Next finding</source>
   <translation>下一个征象</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Next image</source>
   <translation>下一幅</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Next is “{what}”: redo once more to do it again.</source>
   <translation>下一步是“{what}”：再重做一次才会执行。</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Next is “{what}”: undo once more to take it back.</source>
   <translation>下一步是“{what}”：再撤销一次才会撤回。</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Next key image</source>
   <translation>下一幅关键图像</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Next key image (K)</source>
   <translation>下一幅关键图像 (K)</translation>
  </message>
  <message>
   <location filename="reader/report/spelling_commands.py" />
   <source>Next misspelt word</source>
   <translation>下一个拼写错误的单词</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Next page</source>
   <translation>下一页</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>Next person to be told</source>
   <translation>下一位通知对象</translation>
  </message>
  <message>
   <location filename="reader/report/form_commands.py" />
   <source>Next place to fill in</source>
   <translation>下一处待填项</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Next presentation state</source>
   <translation>下一个显示状态</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Next section</source>
   <translation>下一栏</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Next sentence to check</source>
   <translation>下一处待核对的语句</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Next series</source>
   <translation>下一序列</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Next stage of the hanging protocol</source>
   <translation>挂片方案的下一步</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Next time</source>
   <translation>下一时相</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Next viewport</source>
   <translation>下一视口</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>No</source>
   <translation>否</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>No SUV: {why}</source>
   <translation>无 SUV：{why}</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>No archive called {title} at {host}:{port}.</source>
   <translation>{host}:{port} 上没有名为 {title} 的归档服务器。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>No command matches “{words}”</source>
   <translation>没有符合“{words}”的命令</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>No contradiction was found in patient, exam, order and text. Every image was on the screen.</source>
   <translation>患者、检查、申请与报告文字之间未发现矛盾。所有图像均已显示过。</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>No due time</source>
   <translation>无时限</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>No earlier exam found</source>
   <translation>未找到既往检查</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>No earlier exams of this patient are known here.</source>
   <translation>此处没有该患者的既往检查。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>No exam selected</source>
   <translation>未选择检查</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>No exam was found in {where}.</source>
   <translation>在 {where} 中没有找到检查。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>No exams here</source>
   <translation>此处暂无检查</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>No exams waiting</source>
   <translation>没有待报告的检查</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>No findings yet.</source>
   <translation>暂无征象。</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>No hanging protocol is for this exam.</source>
   <translation>没有适用于此检查的挂片方案。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>No hub found at {url}.</source>
   <translation>{url} 处没有中心服务。</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>No image has such values.</source>
   <translation>没有图像会有这样的数值。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>No image of this series can be shown: {reasons}.</source>
   <translation>该序列的图像均无法显示：{reasons}。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>No image was acquired here.</source>
   <translation>此处没有采集图像。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>No key</source>
   <translation>不设快捷键</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>No level above {level} can be labelled.</source>
   <translation>{level} 以上没有可标记的节段。</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>No level below {level} can be labelled.</source>
   <translation>{level} 以下没有可标记的节段。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>No longer a key image.</source>
   <translation>已取消关键图像标记。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/codec.py" />
   <source>No measurements were found in this file.</source>
   <translation>该文件中没有测量数据。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/spelling.py" />
   <source>No misspelt word was found.</source>
   <translation>未发现拼写错误的单词。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>No name</source>
   <translation>无姓名</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrasing.py" />
   <source>No phrase matches “{words}”</source>
   <translation>没有与“{words}”匹配的短语</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>No presentation state</source>
   <translation>不用显示状态</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>No printer is installed on this computer.</source>
   <translation>本机没有安装打印机。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>No problems</source>
   <translation>未发现问题</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>No problems were found.</source>
   <translation>未发现问题。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>No reason was given.</source>
   <translation>未填写原因。</translation>
  </message>
  <message>
   <location filename="reader/app/report_messages.py" />
   <source>No receiver is set for signed reports at present.</source>
   <translation>目前未设置签发报告的接收方。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>No report is open.</source>
   <translation>没有打开的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>No report of this exam is stored.</source>
   <translation>该检查没有存档的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>No report signed {first} to {last} says that it has to be reported.</source>
   <translation>{first} 至 {last} 签署的报告中没有须上报的疾病。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/revocation.py" />
   <source>No revocation list of “{issuer}” is there.</source>
   <translation>没有“{issuer}”的证书吊销列表。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/section.py" />
   <source>No sentence is known to fit; choose one for “{section}” from the menu.</source>
   <translation>没有可确定适用的语句，请从菜单中为“{section}”选择。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/flag.py" />
   <source>No significant findings  {key}</source>
   <translation>本次检查无阳性发现  {key}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/spelling.py" />
   <source>No suggestion</source>
   <translation>无建议</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>No task ended on these days. Choose others.</source>
   <translation>所选日期内没有完成的任务，请选择其他日期。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>No token is plugged in.</source>
   <translation>未插入 UKey。</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>No update source is set.</source>
   <translation>未设置更新来源。</translation>
  </message>
  <message>
   <location filename="reader/app/updating.py" />
   <source>No update: {what}</source>
   <translation>未更新：{what}</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>No viewer for 3D models.</source>
   <translation>不支持查看三维模型。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>No viewer for documents.</source>
   <translation>不支持查看文档。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>No viewer for procedure logs.</source>
   <translation>不支持查看检查过程记录。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>No viewer for radiotherapy data.</source>
   <translation>不支持查看放疗数据。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>No viewer for spectra.</source>
   <translation>不支持查看波谱。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>No viewer for waveforms.</source>
   <translation>不支持查看波形。</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>No.</source>
   <translation>序号</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>Nobody waits for this report; it stays stored there.</source>
   <translation>无人等待此报告；报告仍保存在中心。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>Nobody was told of “{text}” yet.</source>
   <translation>“{text}”尚未通知任何人。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Nodule</source>
   <translation>结节</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>None are given as long as it contradicts itself.</source>
   <translation>数据自相矛盾，不给出评估结果。</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>None of its images is in this exam.</source>
   <translation>本次检查中没有它所引用的图像。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Normal</source>
   <translation>正常</translation>
  </message>
  <message>
   <location filename="reader/report/filling.py" />
   <source>Normal findings filled in</source>
   <translation>已填入正常描述</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Normal text</source>
   <translation>正常描述</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Normal text instead</source>
   <translation>改作正常描述的条件</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Not after</source>
   <translation>手术后略去</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Not all of your keys can be used:</source>
   <translation>您的部分快捷键无法使用：</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Not compared with the hub: {reason}</source>
   <translation>未与中心核对：{reason}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/series_column.py" />
   <source>Not displayed</source>
   <translation>未显示</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>Not everything could be read.</source>
   <translation>部分内容无法读取。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_pages.py" />
   <source>Not for primary diagnosis</source>
   <translation>不作为诊断依据</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>Not in the text, but printed in the table of measurements: {findings}</source>
   <translation>正文未提及，但会印入病灶测量表：{findings}</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>Not judged: {findings}</source>
   <translation>尚未判定：{findings}</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>Not mentioned in the report: {findings}</source>
   <translation>报告未提及：{findings}</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Not part of it: {what}.</source>
   <translation>其中不包括：{what}。</translation>
  </message>
  <message>
   <location filename="reader/app/results.py" />
   <source>Not part of the report shown here: withdrawn, or not signed yet.</source>
   <translation>不属于当前显示的报告：已撤销，或尚未签发。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>Not reported yet</source>
   <translation>改为未上报</translation>
  </message>
  <message>
   <location filename="reader/report/ui/panel.py" />
   <source>Not saved: {reason}</source>
   <translation>未保存：{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Not seen in the images</source>
   <translation>与图像不符</translation>
  </message>
  <message>
   <location filename="reader/delivery/ledger.py" />
   <source>Not sent any more: a newer version of this report goes in its place.</source>
   <translation>不再发送：由该报告的较新版本代替。</translation>
  </message>
  <message>
   <location filename="reader/app/report_messages.py" />
   <source>Not sent any more: the hub has a newer signed version of this report.</source>
   <translation>不再发送：中心已有该报告更新的签发版本。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ledger.py" />
   <source>Not sent any more: the hub has lost this report.</source>
   <translation>不再发送：中心已没有这份报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Not shown here: {what}</source>
   <translation>此处未显示：{what}</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>Not shown: {what}</source>
   <translation>未显示：{what}</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Not signed</source>
   <translation>未签名</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>Not signed: {names}.</source>
   <translation>未纳入签名：{names}。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Not stated</source>
   <translation>未注明</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Not verified by a person</source>
   <translation>未经医师核实</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Not verified: {why}</source>
   <translation>未通过验证：{why}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Not where it names</source>
   <translation>名称含以下词时不用</translation>
  </message>
  <message>
   <location filename="reader/views/ui/naming.py" />
   <source>Note, or why it is poor</source>
   <translation>备注，或图像质量问题</translation>
  </message>
  <message>
   <location filename="reader/study/unshown.py" />
   <source>Nothing could be read from it.</source>
   <translation>无法从中读取任何内容。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>Nothing has been sent yet</source>
   <translation>尚未发送任何内容</translation>
  </message>
  <message>
   <location filename="reader/views/ui/spoken.py" />
   <source>Nothing here yet</source>
   <translation>此处尚无图像</translation>
  </message>
  <message>
   <location filename="reader/app/ui/help_window.py" />
   <source>Nothing in the handbook matches “{words}”</source>
   <translation>手册中没有符合“{words}”的内容</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Nothing is entered yet.</source>
   <translation>尚未输入数据。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Nothing is shown.</source>
   <translation>没有显示任何图像。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/page.py" />
   <source>Nothing is waiting for you</source>
   <translation>没有等待您处理的检查</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Nothing is wrong with it.</source>
   <translation>未发现问题。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>Nothing matches “{words}”</source>
   <translation>没有符合“{words}”的检查</translation>
  </message>
  <message>
   <location filename="reader/report/ui/forms.py" />
   <source>Nothing more</source>
   <translation>无其他</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Nothing to choose here</source>
   <translation>此处无可选项</translation>
  </message>
  <message>
   <location filename="reader/app/ui/bar_plot.py" />
   <source>Nothing to show.</source>
   <translation>没有可显示的数据。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Nothing waits for you.</source>
   <translation>没有待您复阅的报告。</translation>
  </message>
  <message>
   <location filename="reader/core/history.py" />
   <source>Nothing was changed.</source>
   <translation>未作任何更改。</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>Nothing was deleted.</source>
   <translation>未删除任何内容。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Nothing was done. Press the key again once it is there.</source>
   <translation>尚未执行任何操作。报告显示后请再按一次。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/forms.py" />
   <source>Nothing was filled in: every part of the template is written about.</source>
   <translation>未填入内容：模板的各部分均已书写。</translation>
  </message>
  <message>
   <location filename="reader/report/own_folder.py" />
   <source>Nothing was overwritten. Save yours under another title as a copy.</source>
   <translation>未覆盖任何内容。请换一个名称另存为副本。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Nothing was read again yet.</source>
   <translation>尚无复阅结果。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Nothing was signed. Your text is saved on this computer.</source>
   <translation>未作任何签名。您的文字已保存在本机。</translation>
  </message>
  <message>
   <location filename="reader/app/report_copies.py" />
   <source>Nothing was written.</source>
   <translation>未写入任何内容。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Nothing written</source>
   <translation>未书写</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>Notifiable diseases</source>
   <translation>法定报告疾病</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>Notifiable diseases …</source>
   <translation>法定报告疾病…</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>Now</source>
   <translation>当前</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Number</source>
   <translation>数值</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Number of images unknown</source>
   <translation>图像数量未知</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>ORIGTXT “{name}” is the id of nothing in the page.</source>
   <translation>ORIGTXT“{name}”在页面中没有对应的 id。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>ORIGTXT “{name}” is there twice.</source>
   <translation>ORIGTXT“{name}”重复。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Occipital lobe</source>
   <translation>枕叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Of interest</source>
   <translation>值得关注</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Of the monitor switched off, in the usual light of the room.</source>
   <translation>显示器关闭时，在平时的室内光线下测得。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Of the reports read again, the share that was read alike</source>
   <translation>复阅的报告中判断一致的比例</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>Of {where}:</source>
   <translation>关于 {where}：</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Offer a name for what was just measured</source>
   <translation>测量完成后提示命名</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Office work</source>
   <translation>办公</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>On leaving an unfinished exam</source>
   <translation>离开未完成的检查时</translation>
  </message>
  <message>
   <location filename="reader/views/prior_measures.py" />
   <source>On the earlier exam: not in the report</source>
   <translation>在既往检查上：不写入报告</translation>
  </message>
  <message>
   <location filename="reader/hub/accounts.py" />
   <source>Once more: </source>
   <translation>再次输入：</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>One more window for images</source>
   <translation>再开一个图像窗口</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layout_popup.py" />
   <source>One series, image after image</source>
   <translation>单个序列，逐幅平铺</translation>
  </message>
  <message>
   <location filename="reader/views/layout.py" />
   <source>One viewport</source>
   <translation>单视口</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Only</source>
   <translation>适用条件</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>Only DICOM structured reports are read.</source>
   <translation>仅支持读取DICOM结构化报告。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/reading.py" />
   <source>Only IHE MRRT templates are read.</source>
   <translation>仅支持IHE MRRT模板。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>Only POST and GET are understood.</source>
   <translation>仅支持 POST 和 GET。</translation>
  </message>
  <message>
   <location filename="reader/review/statements.py" />
   <source>Only a category is written of {finding}; the finding itself is not described.</source>
   <translation>{finding}只写了分类，未描述病灶本身。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Only a chief doctor may sign this report.</source>
   <translation>此报告只能由签发医师签署。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>Only a number has limits.</source>
   <translation>只有数值可设上下限。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>Only a part of this report’s delivery is done at the hub.</source>
   <translation>中心只完成了此报告的部分提交步骤。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/signing.py" />
   <source>Only a report can be signed.</source>
   <translation>只有报告可以签署。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Only a reporting doctor may do this with a reading task.</source>
   <translation>阅片任务只能由报告医师处理。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Only a reviewing doctor may do this with a report verification.</source>
   <translation>报告审核任务只能由审核医师处理。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Only a signed report can be supplemented or amended.</source>
   <translation>只有已签发的报告才能补充或更正。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/signing.py" />
   <source>Only a verified report can be given a verification signature.</source>
   <translation>只有已审核的报告才能附加审核签名。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>Only an image of the present exam can be a key image.</source>
   <translation>只有本次检查的图像可以标记为关键图像。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Only exams of {site}</source>
   <translation>仅限 {site} 的检查</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>Only images of the present exam can be saved in a presentation state.</source>
   <translation>只有本次检查的图像可以保存为显示状态。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Only one patient can be open. The report stays as it is and can be opened again from the worklist.</source>
   <translation>同一时间只能打开一位患者。报告保持原样，可从工作列表再次打开。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>Only open ones</source>
   <translation>仅未关闭</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>Only programs on this computer may dictate.</source>
   <translation>仅限本机程序听写。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Only the doctor who has claimed its addendum or amendment continues a signed report.</source>
   <translation>已签发的报告只能由领取了其补充或更正任务的医生续写。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Only the doctor who has claimed the task of a report continues or verifies it.</source>
   <translation>只有领取了该报告任务的医生才能续写或审核该报告。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Only the manufacturer's software can read it.</source>
   <translation>只有厂商的软件可以读取。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>Only your own work is shown, and what became of your reports.</source>
   <translation>仅显示您本人的工作量及您所写报告的审核结果。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Open</source>
   <translation>打开</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Open exams like this one in this arrangement</source>
   <translation>今后按此布局打开同类检查</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Open from folder or disc …</source>
   <translation>从文件夹或光盘打开…</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Open image files or a ZIP …</source>
   <translation>打开影像文件或 ZIP…</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>Open it again from the worklist.</source>
   <translation>请从工作列表重新打开。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>Open it again; nothing was written.</source>
   <translation>请重新打开；没有写入任何内容。</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>Open it in the program that made it, or ask its author to send it again.</source>
   <translation>请用生成该报告的软件打开，或请报告医师重新发送。</translation>
  </message>
  <message>
   <location filename="reader/app/afterwards.py" />
   <source>Open it to see its current state.</source>
   <translation>打开该病例可查看当前状态。</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>Open its exam again.</source>
   <translation>请重新打开该检查。</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>Open the case again; your text is kept.</source>
   <translation>请重新打开病例；您输入的内容已保留。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Open the exam</source>
   <translation>打开检查</translation>
  </message>
  <message>
   <location filename="reader/app/report_copies.py" />
   <source>Open the exam again to see how it stands.</source>
   <translation>请重新打开检查，查看其当前状态。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Open the exam or claim it again: what you wrote is kept on this computer.</source>
   <translation>请打开该检查，或重新领取：所写内容保留在本机。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Open the exam to see how it stands.</source>
   <translation>请打开该检查查看现状。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>Open the exam to see how it stands; a part of this is stored at the hub: {there} of {total}.</source>
   <translation>请打开该检查查看其状态；其中一部分已存于中心：共 {total} 份，已存 {there} 份。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>Open the exam to see how it stands; nothing of this was stored.</source>
   <translation>请打开该检查查看当前状态；本次内容未存入中心。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Open the exam to see how it stands; what you wrote is kept on this computer.</source>
   <translation>请打开该检查查看现状；所写内容保留在本机。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>Open the exam to see how it stands; yours is stored there, and no task leads to it.</source>
   <translation>请打开该检查查看现状；您的报告已存入中心，但没有任务指向它。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>Open the exam to see the report that is there; yours is stored beside it.</source>
   <translation>请打开该检查查看已有报告；您的报告已另存于中心。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_line.py" />
   <source>Open the list</source>
   <translation>打开列表</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>Opened from {where}, not from the worklist: no report can be written.</source>
   <translation>从 {where} 打开，不在工作列表中：不能书写报告。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Ophthalmic measurements</source>
   <translation>眼科测量</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Opposed phase</source>
   <translation>反相位</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Orbit</source>
   <translation>眼眶</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Order</source>
   <translation>申请</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Order: {text}</source>
   <translation>申请：{text}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Organ</source>
   <translation>器官</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Organ or subject, such as “Liver”</source>
   <translation>器官或内容，如“肝脏”</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Orientation of the page</source>
   <translation>纸张方向</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>Other</source>
   <translation>其他</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Other archives</source>
   <translation>其他归档</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Other object</source>
   <translation>其他对象</translation>
  </message>
  <message>
   <location filename="reader/views/workspace.py" />
   <source>Other plane shown</source>
   <translation>更换切面</translation>
  </message>
  <message>
   <location filename="reader/views/model.py" />
   <source>Other series shown</source>
   <translation>更换序列</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Outbox</source>
   <translation>待发送</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Outcome</source>
   <translation>结果</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Ovary</source>
   <translation>卵巢</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Overdue</source>
   <translation>已超时</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>Overlays of the image</source>
   <translation>图像自带的叠加图形</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>Overlays switched</source>
   <translation>开关叠加层</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Own findings</source>
   <translation>医师标记的征象</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Own report templates</source>
   <translation>自有报告模板</translation>
  </message>
  <message>
   <location filename="reader/report/form_commands.py" />
   <source>Own report templates …</source>
   <translation>自有报告模板…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>PDF, for reading and archiving</source>
   <translation>PDF，用于阅读和归档</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>PET</source>
   <translation>PET</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>PET 20 Step</source>
   <translation>PET 20 级</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>PET 20 Step colours</source>
   <translation>PET 20 级伪彩</translation>
  </message>
  <message>
   <location filename="reader/views/colour_maps.py" />
   <source>PET colours</source>
   <translation>PET 伪彩</translation>
  </message>
  <message>
   <location filename="reader/review/ui/pin_dialog.py" />
   <source>PIN</source>
   <translation>PIN 码</translation>
  </message>
  <message>
   <location filename="reader/review/ui/pin_dialog.py" />
   <source>PIN of the token</source>
   <translation>UKey 的 PIN 码</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>PROBLEM</source>
   <translation>问题</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Page before</source>
   <translation>上一页</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Page {number} of {count}</source>
   <translation>第 {number} 页，共 {count} 页</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Page {number} of {count} is being printed …</source>
   <translation>正在打印第 {number} 页，共 {count} 页…</translation>
  </message>
  <message>
   <location filename="reader/views/tools/pan.py" />
   <source>Pan</source>
   <translation>平移</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pancreas</source>
   <translation>胰腺</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Paper</source>
   <translation>纸张</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Parametric map</source>
   <translation>参数图</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Paranasal sinus</source>
   <translation>鼻窦</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Parietal lobe</source>
   <translation>顶叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Parotid gland</source>
   <translation>腮腺</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>Part of it is done at the hub; the rest can be tried again.</source>
   <translation>中心已完成其中一部分，其余部分可以重试。</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Part {number}</source>
   <translation>部分 {number}</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/reading.py" />
   <source>Parts of the signature are missing.</source>
   <translation>签名不完整。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Pass on as {name}</source>
   <translation>由{name}提交签发</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Pass on to a chief doctor</source>
   <translation>提交签发医师</translation>
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Password</source>
   <translation>密码</translation>
  </message>
  <message>
   <location filename="reader/app/ui/screen_picture.py" />
   <source>Patches to measure</source>
   <translation>待测色块</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Patella</source>
   <translation>髌骨</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Patient</source>
   <translation>患者</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Patient ID</source>
   <translation>患者 ID</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Patient ID and accession</source>
   <translation>患者号与检查号</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Patient ID, exam, reason …</source>
   <translation>患者号、检查、原因…</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pelvis</source>
   <translation>盆腔</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pericardial effusion</source>
   <translation>心包积液</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Perimeter</source>
   <translation>周长</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Person</source>
   <translation>人员</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Person told</source>
   <translation>接获人</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Phase</source>
   <translation>相位</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Phrase</source>
   <translation>短语</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>Phrase {number}: {reason}</source>
   <translation>第 {number} 条：{reason}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Phrases</source>
   <translation>短语</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Phrases (*.json)</source>
   <translation>短语 (*.json)</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Phrases of the department</source>
   <translation>科室短语</translation>
  </message>
  <message>
   <location filename="reader/report/phrase_commands.py" />
   <source>Phrases …</source>
   <translation>短语 …</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Pixel pitch</source>
   <translation>像素点距</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pixel value</source>
   <translation>像素值</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>Pixels of {has} mm; at most {wanted} mm for its class.</source>
   <translation>像素点距 {has} mm；该等级要求不超过 {wanted} mm。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Place to fill in …</source>
   <translation>待填项…</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Plane</source>
   <translation>平面</translation>
  </message>
  <message>
   <location filename="reader/views/layout.py" />
   <source>Planes and volume</source>
   <translation>三平面与容积再现</translation>
  </message>
  <message>
   <location filename="reader/views/cine_commands.py" />
   <source>Play all images</source>
   <translation>播放全部图像</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Play by themselves (ultrasound, angiography and the like)</source>
   <translation>自动播放（超声、血管造影等）</translation>
  </message>
  <message>
   <location filename="reader/views/cine_commands.py" />
   <source>Play faster</source>
   <translation>加快播放</translation>
  </message>
  <message>
   <location filename="reader/views/cine_commands.py" />
   <source>Play forwards, backwards, to and fro</source>
   <translation>正向、反向、往返播放</translation>
  </message>
  <message>
   <location filename="reader/views/cine_commands.py" />
   <source>Play from this image</source>
   <translation>从此图像开始播放</translation>
  </message>
  <message>
   <location filename="reader/views/cine_commands.py" />
   <source>Play loops in step</source>
   <translation>同步播放动态图像</translation>
  </message>
  <message>
   <location filename="reader/views/cine_commands.py" />
   <source>Play slower</source>
   <translation>减慢播放</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Play the times</source>
   <translation>播放各时相</translation>
  </message>
  <message>
   <location filename="reader/views/ui/phase_bar.py" />
   <source>Play the times (Shift+C)</source>
   <translation>播放各时相（Shift+C）</translation>
  </message>
  <message>
   <location filename="reader/views/cine_commands.py" />
   <source>Play up to this image</source>
   <translation>播放到此图像为止</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pleura</source>
   <translation>胸膜</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pleural effusion</source>
   <translation>胸腔积液</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>Plot b&amp;y</source>
   <translation>图表分组(&amp;Y)</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Plug in your own.</source>
   <translation>请插入本人的 UKey。</translation>
  </message>
  <message>
   <location filename="reader/app/token_asking.py" />
   <source>Plug it in again, then try again.</source>
   <translation>请重新插入，然后重试。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Plug it in, then try again.</source>
   <translation>请插入 UKey，然后重试。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pneumothorax</source>
   <translation>气胸</translation>
  </message>
  <message>
   <location filename="reader/views/tools/point.py" />
   <source>Point with its value</source>
   <translation>点（显示数值）</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Policy</source>
   <translation>医院策略</translation>
  </message>
  <message>
   <location filename="reader/views/tools/outline.py" />
   <source>Polygon or free outline</source>
   <translation>多边形或手绘轮廓</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Poor image quality</source>
   <translation>图像质量差</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Poor images</source>
   <translation>质量问题图像</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>Port</source>
   <translation>端口</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Portal vein</source>
   <translation>门静脉</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Portrait</source>
   <translation>纵向</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Position {number}</source>
   <translation>位置 {number}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/flag.py" />
   <source>Positive</source>
   <translation>阳性</translation>
  </message>
  <message>
   <location filename="reader/review/diff.py" />
   <source>Positive or negative</source>
   <translation>阳性/阴性</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Positive rate</source>
   <translation>阳性率</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Positive, of the exams whose first signed report says either way</source>
   <translation>首份已签发报告注明阳性或阴性的检查中，阳性所占比例</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Possibly another patient: {how}</source>
   <translation>可能属于其他患者：{how}</translation>
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Posterior fossa</source>
   <translation>后颅窝</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Preliminary, not signed: not finished, by {name}, {when}</source>
   <translation>初步报告，未签发：{name}书写，尚未完成，{when}</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Preliminary, not signed: returned by {name}, {when}</source>
   <translation>初步报告，未签发：被{name}退回，{when}</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Preliminary, not signed: reviewed by {name}, {when}</source>
   <translation>初步报告，未签署：{name} 审核，{when}</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Preliminary, not signed: submitted by {name}, {when}</source>
   <translation>初步报告，未签发：由{name}提交，{when}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>Preparing 3D view …</source>
   <translation>正在准备三维视图…</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Presentation state</source>
   <translation>显示状态</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 1</source>
   <translation>显示状态 1</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 2</source>
   <translation>显示状态 2</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 3</source>
   <translation>显示状态 3</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 4</source>
   <translation>显示状态 4</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 5</source>
   <translation>显示状态 5</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 6</source>
   <translation>显示状态 6</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 7</source>
   <translation>显示状态 7</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state 8</source>
   <translation>显示状态 8</translation>
  </message>
  <message>
   <location filename="reader/views/states/presenting.py" />
   <source>Presentation state applied</source>
   <translation>应用显示状态</translation>
  </message>
  <message>
   <location filename="reader/findings/saved_states.py" />
   <source>Presentation state deleted</source>
   <translation>删除显示状态</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation state deleted.</source>
   <translation>已删除显示状态。</translation>
  </message>
  <message>
   <location filename="reader/findings/saved_states.py" />
   <source>Presentation state saved</source>
   <translation>保存显示状态</translation>
  </message>
  <message>
   <location filename="reader/views/states/presenting.py" />
   <source>Presentation state taken off</source>
   <translation>取消显示状态</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Presentation states can't be saved or deleted here: {reason}</source>
   <translation>此处不能保存或删除显示状态：{reason}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/spelling.py" />
   <source>Press the key again in a moment.</source>
   <translation>请稍后再按一次。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>Press the new key here</source>
   <translation>在此按下新快捷键</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>Preview</source>
   <translation>预览</translation>
  </message>
  <message>
   <location filename="reader/app/ui/page_preview.py" />
   <source>Preview of the page</source>
   <translation>页面预览</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Previous finding</source>
   <translation>上一个征象</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Previous image</source>
   <translation>上一幅</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Previous key image</source>
   <translation>上一幅关键图像</translation>
  </message>
  <message>
   <location filename="reader/report/form_commands.py" />
   <source>Previous place to fill in</source>
   <translation>上一处待填项</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Previous section</source>
   <translation>上一栏</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Previous series</source>
   <translation>上一序列</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Previous stage of the hanging protocol</source>
   <translation>挂片方案的上一步</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Previous time</source>
   <translation>上一时相</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Previous viewport</source>
   <translation>上一视口</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Print</source>
   <translation>打印</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_print.py" />
   <source>Print the preliminary report</source>
   <translation>打印初步报告</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Print the report …</source>
   <translation>打印报告…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_print.py" />
   <source>Print the signed report</source>
   <translation>打印已签发的报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Print without “fit to page”, and hold a ruler to the line at the foot of the page.</source>
   <translation>打印时不要选“适合页面”，并用尺核对页脚的标尺。</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Print …</source>
   <translation>打印…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/case_window.py" />
   <source>Prior</source>
   <translation>既往</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Prior not compared</source>
   <translation>未对比既往检查</translation>
  </message>
  <message>
   <location filename="reader/app/ui/case_window.py" />
   <source>Prior {count}</source>
   <translation>既往 {count}</translation>
  </message>
  <message>
   <location filename="reader/study/opened.py" />
   <source>Prior {date}</source>
   <translation>既往 {date}</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Priors</source>
   <translation>既往检查</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Probability of cancer</source>
   <translation>恶性概率</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Procedure log</source>
   <translation>检查过程记录</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Profile</source>
   <translation>用户数据</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Program</source>
   <translation>程序</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Program ended</source>
   <translation>程序退出</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Program started</source>
   <translation>程序启动</translation>
  </message>
  <message>
   <location filename="reader/report/ui/line_state.py" />
   <source>Proposed by {name}, accepted by a person</source>
   <translation>由{name}提示，已经医师确认</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Prostate</source>
   <translation>前列腺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pulmonary artery</source>
   <translation>肺动脉</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Pulmonary embolism</source>
   <translation>肺栓塞</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Quality issue</source>
   <translation>质量问题</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>RLL</source>
   <translation>右下叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>RML</source>
   <translation>右中叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>RUL</source>
   <translation>右上叶</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Radiation dose report</source>
   <translation>辐射剂量报告</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Radiotherapy contours</source>
   <translation>放疗轮廓</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Radiotherapy data</source>
   <translation>放疗数据</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Radiotherapy dose</source>
   <translation>放疗剂量</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Radiotherapy plan</source>
   <translation>放疗计划</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Radius</source>
   <translation>半径</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Raw data</source>
   <translation>原始数据</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Read again</source>
   <translation>复阅</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Read again by</source>
   <translation>复阅医师</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Read back</source>
   <translation>复述确认</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Read every word of the text, and tell your administrator.</source>
   <translation>请逐字核对正文，并告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>Read every word of the text.</source>
   <translation>请逐字核对正文。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Read from file …</source>
   <translation>从文件读取…</translation>
  </message>
  <message>
   <location filename="reader/app/signed_before.py" />
   <source>Read it</source>
   <translation>阅读</translation>
  </message>
  <message>
   <location filename="reader/delivery/outputs/content.py" />
   <source>Read it on the screen, and ask whoever signed it.</source>
   <translation>请在屏幕上阅读，并向签发医师核实。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/columns.py" />
   <source>Reader</source>
   <translation>医师</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Reading (diagnostic)</source>
   <translation>阅片（诊断级）</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Reading, 90 %</source>
   <translation>书写，第 90 百分位</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Reading, median</source>
   <translation>书写，中位数</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Real part</source>
   <translation>实部</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Reason</source>
   <translation>原因</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Recall</source>
   <translation>撤回</translation>
  </message>
  <message>
   <location filename="reader/app/desk.py" />
   <source>Recall it before a reviewer takes it.</source>
   <translation>审核医师开始审核之前可以撤回。</translation>
  </message>
  <message>
   <location filename="reader/app/afterwards.py" />
   <source>Recall of a submission</source>
   <translation>撤回提交</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Recall the submitted report</source>
   <translation>撤回已提交的报告</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Recalled</source>
   <translation>已撤回</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>Recalled {time} ✓</source>
   <translation>已撤回 {time} ✓</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Recalled · addendum</source>
   <translation>补充已撤回</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Recalled · amendment</source>
   <translation>更正已撤回</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_look.py" />
   <source>Record it again if somebody still has to be told.</source>
   <translation>如仍需通知，请重新登记。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Record {number} is not signed by this workstation.</source>
   <translation>第 {number} 条记录不是由本工作站签名的。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Record {number} was added: no record has such a number.</source>
   <translation>第 {number} 条记录是外加的：不存在这样的编号。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Record {number} was changed.</source>
   <translation>第 {number} 条记录被改动过。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Record {number} was removed.</source>
   <translation>第 {number} 条记录被删除。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>Recorded</source>
   <translation>登记时间</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>Recorded from</source>
   <translation>登记日期 从</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Records 1 to {number} differ from those the hub has seen: they were rewritten.</source>
   <translation>第 1 至 {number} 条记录与中心留存的不符：已被重写。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Records {first} to {last} were removed.</source>
   <translation>第 {first} 至 {last} 条记录被删除。</translation>
  </message>
  <message>
   <location filename="reader/views/tools/rectangle.py" />
   <source>Rectangle</source>
   <translation>矩形</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Rectum</source>
   <translation>直肠</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Redo in the report</source>
   <translation>重做报告编辑</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Redone: {what}</source>
   <translation>已重做：{what}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>Referring doctor or ward</source>
   <translation>申请医师或病区</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Refresh</source>
   <translation>刷新</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse.py" />
   <source>Refresh the list; if it should be there, tell the archive's administrator.</source>
   <translation>请刷新列表；如应存在，请告知归档管理员。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>Refresh the list; if it should be there, tell your administrator.</source>
   <translation>请刷新列表；如该检查应当存在，请联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>Refresh the worklist and open it again.</source>
   <translation>请刷新工作列表后重新打开。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>Refresh the worklist and try again; if it continues, tell your administrator.</source>
   <translation>请刷新工作列表后重试；如仍不成功，请告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>Refresh the worklist.</source>
   <translation>请刷新工作列表。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Refresh the worklist; someone else may have handled it.</source>
   <translation>请刷新工作列表，可能已有他人处理。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/page.py" />
   <source>Refreshing …</source>
   <translation>正在刷新…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Region</source>
   <translation>部位</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Region statistics include every pixel whose centre is inside or on the outline.</source>
   <translation>区域统计包括中心位于区域内或轮廓线上的全部像素。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Registration points</source>
   <translation>配准标记点</translation>
  </message>
  <message>
   <location filename="reader/report/template.py" />
   <source>Reinstall the program, or add a template.</source>
   <translation>请重新安装程序，或添加模板。</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Reject finding</source>
   <translation>排除征象</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>Reject it, or measure and add a finding of your own.</source>
   <translation>请排除该征象，或自行测量并添加征象。</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>Rejected by {name}</source>
   <translation>{name} 已排除</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Rejected for patient safety</source>
   <translation>因患者安全而剔除</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Rejected for quality</source>
   <translation>因质量不合格而剔除</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>Release</source>
   <translation>释放</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Release it if nothing was written</source>
   <translation>未书写则释放</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Release the exam and tell the site that sent it.</source>
   <translation>请释放该检查并告知发送机构。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Release the task, so that a colleague can take it.</source>
   <translation>请释放该任务，以便同事接手。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Release {name}</source>
   <translation>释放 {name}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Releasing the exam deletes what you changed since. To keep it, leave the exam as it is.</source>
   <translation>释放检查会删除您此后所做的修改。如需保留，请不要释放。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Releasing the exam deletes your text. To keep it, leave the exam as it is: it stays in your list.</source>
   <translation>释放检查会删除您已写的内容。如需保留，请不要释放：该检查会留在您的列表中。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>Releasing …</source>
   <translation>正在释放…</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Remark</source>
   <translation>备注</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Remark: {text}</source>
   <translation>备注：{text}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Remove</source>
   <translation>删除</translation>
  </message>
  <message>
   <location filename="reader/core/bundle.py" />
   <source>Remove the folder {folder}: the next start makes it again.</source>
   <translation>请删除文件夹 {folder}，下次启动时会重新生成。</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Remove the sentence from the report</source>
   <translation>从报告中删除该语句</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Remove what is chosen  (Del)</source>
   <translation>删除所选内容  (Del)</translation>
  </message>
  <message>
   <location filename="reader/report/ui/spelling.py" />
   <source>Remove “{word}” from my words</source>
   <translation>从我的词库中删除“{word}”</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>Removed from the list of findings: {findings}.</source>
   <translation>征象列表中删除：{findings}。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_check.py" />
   <source>Removed: “{text}”</source>
   <translation>已删除：“{text}”</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>Report and changes</source>
   <translation>报告与修改</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Report passed on</source>
   <translation>报告流转</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Report started: kept for you</source>
   <translation>报告已开始：为您保留</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Report template: {title}</source>
   <translation>报告模板：{title}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Report templates</source>
   <translation>报告模板</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Report templates {files}</source>
   <translation>报告模板 {files}</translation>
  </message>
  <message>
   <location filename="reader/review/ui/diff_view.py" />
   <source>Report with changes</source>
   <translation>带修改痕迹的报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/stored_report.py" />
   <source>Report {number} of {count}</source>
   <translation>第 {number} 份报告，共 {count} 份</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Reported</source>
   <translation>已报告</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Reported by</source>
   <translation>上报人</translation>
  </message>
  <message>
   <location filename="reader/app/signature_checks.py" />
   <source>Reports can't be signed.</source>
   <translation>报告无法签发。</translation>
  </message>
  <message>
   <location filename="reader/study/unshown.py" />
   <source>Reports of earlier exams are shown in the tab “Prior”, their findings are not displayed.</source>
   <translation>既往检查的报告在“既往”一栏中显示，其征象不显示。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Reports of the chosen exam</source>
   <translation>所选检查的报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Reports read again</source>
   <translation>报告复阅</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>Reports read again …</source>
   <translation>报告复阅…</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Reports signed, addenda and amendments too</source>
   <translation>已签发的报告，含补充与更正</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Reports that a reviewer returned, counted for their author</source>
   <translation>被审核医师退回的报告，计入报告医师</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Reports that their author took back before they were reviewed</source>
   <translation>审核前由报告医师自行撤回的报告</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Reports written and submitted; corrections are not counted again</source>
   <translation>已书写并提交的报告；退回后的修改不重复计数</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>Reset</source>
   <translation>恢复</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Reset all</source>
   <translation>全部恢复</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Reset the view</source>
   <translation>重置视图</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Resolution</source>
   <translation>分辨率</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Restore it from a backup, if there is one, and tell your administrator.</source>
   <translation>如有备份请恢复，并告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/core/audit_chain.py" />
   <source>Restore it from a backup. Without it, the records can't be checked.</source>
   <translation>请从备份恢复。没有它就无法核验审计记录。</translation>
  </message>
  <message>
   <location filename="reader/core/secrets.py" />
   <source>Restore it from a backup. Without it, this computer's data can't be opened.</source>
   <translation>请从备份恢复该文件；没有它，本机保存的内容无法打开。</translation>
  </message>
  <message>
   <location filename="reader/study/unshown.py" />
   <source>Results of earlier exams are not displayed.</source>
   <translation>不显示既往检查的结果。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Retried automatically.</source>
   <translation>系统会自动重试。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/storing.py" />
   <source>Retried automatically; if it continues, tell your administrator.</source>
   <translation>系统会自动重试；如持续失败，请联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Retroperitoneum</source>
   <translation>腹膜后</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>Return it to its author.</source>
   <translation>请退回给作者。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Return rate</source>
   <translation>退回率</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_bar.py" />
   <source>Return to author</source>
   <translation>退回报告医师</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Return to the author</source>
   <translation>退回报告医师</translation>
  </message>
  <message>
   <location filename="reader/review/commands.py" />
   <source>Return to the author with a reason</source>
   <translation>注明原因并退回报告医师</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Returned</source>
   <translation>已退回</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Returned because</source>
   <translation>退回原因</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>Returned to the author.</source>
   <translation>已退回报告医师。</translation>
  </message>
  <message>
   <location filename="reader/worklist/queue.py" />
   <source>Returned to you</source>
   <translation>退回给您</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Returned · addendum</source>
   <translation>补充已退回</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Returned · amendment</source>
   <translation>更正已退回</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Returned · being corrected</source>
   <translation>退回修改中</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Returned, of the author's reports that were returned or signed</source>
   <translation>报告医师已审结（签发或退回）的报告中被退回的比例</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_bar.py" />
   <source>Return…</source>
   <translation>退回…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Review, not for reading</source>
   <translation>浏览，不用于阅片</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Reviewed</source>
   <translation>已审核</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>Reviewed; a chief doctor signs it.</source>
   <translation>已审核，由签发医师签署。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Reviewer: {what}</source>
   <translation>审核医师：{what}</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Reviews</source>
   <translation>审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>Reviews are for reviewing doctors.</source>
   <translation>只有审核医师可以审核报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Revocation lists</source>
   <translation>证书吊销列表</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Rib</source>
   <translation>肋骨</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Right</source>
   <translation>右侧</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Right lower lobe</source>
   <translation>右肺下叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Right lung</source>
   <translation>右肺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Right middle lobe</source>
   <translation>右肺中叶</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Right upper lobe</source>
   <translation>右肺上叶</translation>
  </message>
  <message>
   <location filename="reader/views/turn_commands.py" />
   <source>Rotate 1° clockwise</source>
   <translation>顺时针旋转 1°</translation>
  </message>
  <message>
   <location filename="reader/views/turn_commands.py" />
   <source>Rotate 1° counterclockwise</source>
   <translation>逆时针旋转 1°</translation>
  </message>
  <message>
   <location filename="reader/views/turn_commands.py" />
   <source>Rotate a quarter turn</source>
   <translation>旋转 90°</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Rotate and flip</source>
   <translation>旋转与翻转</translation>
  </message>
  <message>
   <location filename="reader/views/tools/rotate.py" />
   <source>Rotate freely</source>
   <translation>自由旋转</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>Rotation, degrees clockwise</source>
   <translation>旋转角度（顺时针，度）</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Routine</source>
   <translation>常规</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>SUV (body weight)</source>
   <translation>SUV（体重）</translation>
  </message>
  <message>
   <location filename="reader/views/suv_commands.py" />
   <source>SUV 0–10</source>
   <translation>SUV 0–10</translation>
  </message>
  <message>
   <location filename="reader/views/suv_commands.py" />
   <source>SUV 0–15</source>
   <translation>SUV 0–15</translation>
  </message>
  <message>
   <location filename="reader/views/suv_commands.py" />
   <source>SUV 0–20</source>
   <translation>SUV 0–20</translation>
  </message>
  <message>
   <location filename="reader/views/suv_commands.py" />
   <source>SUV 0–5</source>
   <translation>SUV 0–5</translation>
  </message>
  <message>
   <location filename="reader/views/suv_commands.py" />
   <source>SUV 0–7</source>
   <translation>SUV 0–7</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Sagittal</source>
   <translation>矢状位</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Same as system</source>
   <translation>跟随系统</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Same patient position in both series</source>
   <translation>两个序列体位相同</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>Same patient: show it</source>
   <translation>同一患者，显示</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>Same patient?</source>
   <translation>是否同一患者？</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Same person: show it beside …</source>
   <translation>同一人：并排显示…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Save</source>
   <translation>保存</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Save as PDF</source>
   <translation>存为 PDF</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Save as PDF …</source>
   <translation>存为 PDF…</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Save as presentation state</source>
   <translation>保存为显示状态</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Save calibration</source>
   <translation>保存校准记录</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layout_popup.py" />
   <source>Save layout</source>
   <translation>保存布局</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Save phrase</source>
   <translation>保存短语</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Save protocol</source>
   <translation>保存方案</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Save template</source>
   <translation>保存模板</translation>
  </message>
  <message>
   <location filename="reader/report/template.py" />
   <source>Save the file as UTF-8.</source>
   <translation>请将文件另存为UTF-8编码。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/picture_export.py" />
   <source>Save the picture</source>
   <translation>保存图像</translation>
  </message>
  <message>
   <location filename="reader/app/ui/picture_export.py" />
   <source>Save the picture without the patient's name</source>
   <translation>保存图像（不含患者姓名）</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Save the picture without the patient's name …</source>
   <translation>保存图像（不含患者姓名）…</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Save the picture …</source>
   <translation>保存图像…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>Save the report</source>
   <translation>保存报告</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Save the report …</source>
   <translation>保存报告…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/stored_report.py" />
   <source>Save …</source>
   <translation>保存…</translation>
  </message>
  <message>
   <location filename="reader/views/state_commands.py" />
   <source>Saved as presentation state; it goes with the report.</source>
   <translation>已保存为显示状态，将随报告一并提交。</translation>
  </message>
  <message>
   <location filename="reader/app/exporting.py" />
   <source>Saved: {path}</source>
   <translation>已保存：{path}</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>Say in words what was found.</source>
   <translation>请写明所见内容。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>Say who was told, or is to be told.</source>
   <translation>请填写已通知或待通知的人员。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Scaling</source>
   <translation>缩放</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Scapula</source>
   <translation>肩胛骨</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>Scripts in a template are never run.</source>
   <translation>模板中的脚本一律不执行。</translation>
  </message>
  <message>
   <location filename="reader/views/tools/scroll.py" />
   <source>Scroll</source>
   <translation>滚动</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Scroll together</source>
   <translation>联动滚动</translation>
  </message>
  <message>
   <location filename="reader/study/numbering.py" />
   <source>Se {number}</source>
   <translation>序列 {number}</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Search</source>
   <translation>搜索</translation>
  </message>
  <message>
   <location filename="reader/app/ui/palette.py" />
   <source>Search for a command</source>
   <translation>搜索命令</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>Search for a command or a key</source>
   <translation>搜索命令或按键</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Search for a phrase</source>
   <translation>查找短语</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/page.py" />
   <source>Search name, ID, accession …</source>
   <translation>搜索姓名、拼音、患者号、检查号…</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>Search name, ID, finding, person …</source>
   <translation>搜索姓名、ID、所见、人员…</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Search the handbook</source>
   <translation>搜索手册</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Searched when the exam is opened</source>
   <translation>打开检查时自动检索</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>Searching {where} …</source>
   <translation>正在查看 {where} …</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/local.py" />
   <source>Searching {where} … {count} files</source>
   <translation>
    <numerusform>正在查看 {where} … 已查 {count} 个文件</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Second reading</source>
   <translation>第二阅片</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>Second reading: another doctor has read this exam already.</source>
   <translation>第二阅片：已有一位医师读过本检查。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_outline.py" />
   <source>Sections and lines</source>
   <translation>段落与条目</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>Sections are nested too deeply.</source>
   <translation>段落嵌套过深。</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Security alert</source>
   <translation>安全警报</translation>
  </message>
  <message>
   <location filename="reader/app/demo.py" />
   <source>See its log for the reason: {path}</source>
   <translation>原因见日志：{path}</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>See policy.md.</source>
   <translation>参见 policy.md。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>Segment {number}</source>
   <translation>分割 {number}</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Segmentation</source>
   <translation>分割</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/masks.py" />
   <source>Segmentations</source>
   <translation>分割结果</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>Send again</source>
   <translation>重新发送</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/sending_dialog.py" />
   <source>Sending</source>
   <translation>正在发送</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Sentence</source>
   <translation>语句</translation>
  </message>
  <message>
   <location filename="reader/report/insertion.py" />
   <source>Sentence inserted</source>
   <translation>已插入句子</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Sentences</source>
   <translation>语句</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>Sentences to check: {count}</source>
   <translation>待核对语句：{count} 处</translation>
  </message>
  <message>
   <location filename="reader/views/tools/heart_axis.py" />
   <source>Septum: at the apex</source>
   <translation>室间隔：心尖处</translation>
  </message>
  <message>
   <location filename="reader/views/tools/heart_axis.py" />
   <source>Septum: at the crux</source>
   <translation>室间隔：心脏十字交叉处</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Series</source>
   <translation>序列</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Set</source>
   <translation>方案</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>Set of keys</source>
   <translation>快捷键方案</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Set up the keyring of the system (GNOME Keyring, KWallet) and start the program again.</source>
   <translation>请设置系统密钥环（GNOME Keyring、KWallet），然后重新启动本程序。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Settings</source>
   <translation>设置</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Settings …</source>
   <translation>设置…</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Sex</source>
   <translation>性别</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/columns.py" />
   <source>Sex/age</source>
   <translation>性别/年龄</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Sharpen the picture</source>
   <translation>锐化图像</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Sharpness</source>
   <translation>锐度</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Sharpness changed</source>
   <translation>更改锐度</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Short axis</source>
   <translation>短径</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>Shorten it; the report has room for the rest.</source>
   <translation>请精简，其余内容可写入报告。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Shoulder</source>
   <translation>肩关节</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>Show</source>
   <translation>查看</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Show AI findings</source>
   <translation>显示 AI 结果</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>Show beside this exam</source>
   <translation>与本次检查并排显示</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>Show everything waiting</source>
   <translation>显示全部待报告</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Show finding in the images</source>
   <translation>在图像中显示征象</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Show more</source>
   <translation>显示更多</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/views_list.py" />
   <source>Show only these</source>
   <translation>只显示这些</translation>
  </message>
  <message>
   <location filename="reader/review/commands.py" />
   <source>Show or hide the differences</source>
   <translation>显示或隐藏修改痕迹</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Show the report</source>
   <translation>显示报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Show the signed report</source>
   <translation>显示已签发的报告</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Show them</source>
   <translation>显示</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/key_images.py" />
   <source>Show this key image (K: the next one)</source>
   <translation>显示此关键图像（K：下一幅）</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>Show what I can review</source>
   <translation>显示待我审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/foot.py" />
   <source>Showing {here} of {total}; the search finds the rest</source>
   <translation>显示 {here} / {total}，其余可搜索</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/foot.py" />
   <source>Showing {here}; there are more, the search finds them</source>
   <translation>显示 {here} 条，其余可搜索</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>Shutter of the image</source>
   <translation>图像自带的遮光区</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>Side</source>
   <translation>侧别</translation>
  </message>
  <message>
   <location filename="reader/review/ui/pin_dialog.py" />
   <source>Sign</source>
   <translation>签名</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Sign again and enter its PIN.</source>
   <translation>请重新签名并输入 PIN 码。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Sign as {name}</source>
   <translation>由{name}签署</translation>
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Sign in</source>
   <translation>登录</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Sign in again to get one.</source>
   <translation>请重新登录以获取证书。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Sign in again to go on.</source>
   <translation>请重新登录后继续。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/signing.py" />
   <source>Sign in again to renew it.</source>
   <translation>请重新登录以更新证书。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Sign in and see the receipts under the worklist.</source>
   <translation>请登录并查看工作列表下方的回执。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Sign in and send it again from the receipts under the worklist.</source>
   <translation>请登录后在工作列表下方的回执中重新发送。</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>Sign in to the computer as usual and start again.</source>
   <translation>请像平时一样登录电脑，然后重新启动程序。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outputs/content.py" />
   <source>Sign it first.</source>
   <translation>请先签发。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Sign it …</source>
   <translation>签署…</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Sign out</source>
   <translation>退出登录</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Sign out and in again to get a new certificate, then sign again.</source>
   <translation>请退出后重新登录以获取新证书，然后重新签发。</translation>
  </message>
  <message>
   <location filename="reader/review/certificate.py" />
   <source>Sign out and in again to get a new one, or ask your administrator.</source>
   <translation>请退出后重新登录以获取新证书，或联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Sign the report</source>
   <translation>签署报告</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Sign-in</source>
   <translation>登录</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>Sign-in failed.</source>
   <translation>登录失败。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>Sign-in is blocked by a faulty policy file.</source>
   <translation>策略文件有误，无法登录。</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Sign-out</source>
   <translation>退出登录</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Signal intensity</source>
   <translation>信号强度</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Signature broken</source>
   <translation>签名已失效</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Signature can't be checked</source>
   <translation>签名无法验证</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Signature valid</source>
   <translation>签名有效</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Signature valid, but only for parts of the report</source>
   <translation>签名有效，但只覆盖报告的一部分</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Signature valid; revocation not checked</source>
   <translation>签名有效；未能核实证书是否被吊销</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Signatures</source>
   <translation>签名</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Signed</source>
   <translation>已签发</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Signed addendum</source>
   <translation>已签发的补充报告</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Signed amendment</source>
   <translation>已签发的更正报告</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>Signed by</source>
   <translation>签署医师</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Signed by {name}, {when}</source>
   <translation>由{name}签发，{when}</translation>
  </message>
  <message>
   <location filename="reader/app/desk.py" />
   <source>Signed in again.</source>
   <translation>已重新登录。</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Signed report</source>
   <translation>已签发的报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/stored_report.py" />
   <source>Signed report of this exam</source>
   <translation>本次检查已签发的报告</translation>
  </message>
  <message>
   <location filename="reader/app/report_messages.py" />
   <source>Signed report to the hospital’s system</source>
   <translation>已签发报告发往医院系统</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Signed reports that another doctor has read again, for author and signer</source>
   <translation>由另一位医师复阅的已签署报告，计入书写者和签署者</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Signed with a revoked certificate</source>
   <translation>签名所用证书已被吊销</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>Signed.</source>
   <translation>已签署。</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Signer not trusted here</source>
   <translation>签署者在本机不受信任</translation>
  </message>
  <message>
   <location filename="reader/report/ui/flag.py" />
   <source>Significant findings  {key}</source>
   <translation>本次检查有阳性发现  {key}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>Signing in …</source>
   <translation>正在登录…</translation>
  </message>
  <message>
   <location filename="reader/app/workplace.py" />
   <source>Signing is blocked by a faulty policy file.</source>
   <translation>策略文件有误，已禁止签名。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Signing with</source>
   <translation>签名密钥</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_bar.py" />
   <source>Sign…</source>
   <translation>签署…</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Single images</source>
   <translation>单幅图像</translation>
  </message>
  <message>
   <location filename="reader/views/looks.py" />
   <source>Single pixels (no interpolation)</source>
   <translation>逐个像素（不插值）</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Single slices</source>
   <translation>单层</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Site</source>
   <translation>机构</translation>
  </message>
  <message>
   <location filename="reader/report/ui/category_dialog.py" />
   <source>Size from the selected finding: {finding}</source>
   <translation>大小取自所选征象：{finding}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Size of text</source>
   <translation>文字大小</translation>
  </message>
  <message>
   <location filename="reader/views/viewport.py" />
   <source>Skin</source>
   <translation>皮肤</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Skull</source>
   <translation>颅骨</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Slab</source>
   <translation>厚层</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Slab changed</source>
   <translation>调整厚层</translation>
  </message>
  <message>
   <location filename="reader/views/tools/slab.py" />
   <source>Slab thickness</source>
   <translation>厚层的厚度</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Slices are not affected; 3D views rotate less smoothly.</source>
   <translation>断层图像不受影响；三维视图旋转时较粗糙。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Small intestine</source>
   <translation>小肠</translation>
  </message>
  <message>
   <location filename="reader/views/look_commands.py" />
   <source>Smooth the picture</source>
   <translation>平滑图像</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Solid pulmonary nodule</source>
   <translation>实性肺结节</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Solitary nodule of lung</source>
   <translation>肺孤立性结节</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>Some text is hidden</source>
   <translation>部分文字已隐藏</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>Somebody else is closing this critical result.</source>
   <translation>其他人正在关闭此危急值。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Somebody was told of this critical result: it can be closed, and not withdrawn any more.</source>
   <translation>此危急值已通知他人：只能关闭，不能再撤销。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>Someone else is reading this exam.</source>
   <translation>其他医师正在报告该检查。</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>Something kept on this computer can't be opened.</source>
   <translation>本机保存的部分内容无法打开。</translation>
  </message>
  <message>
   <location filename="reader/app/presenter.py" />
   <source>Something went wrong in the program: {what}.</source>
   <translation>程序内部出错：{what}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Sound can't be played.</source>
   <translation>不支持播放声音。</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Sound recording</source>
   <translation>录音</translation>
  </message>
  <message>
   <location filename="reader/core/key_rules.py" />
   <source>Space presses the button that has the keyboard.</source>
   <translation>空格键用于按下当前焦点所在的按钮。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/cine_bar.py" />
   <source>Speed: of what the image states; images a second</source>
   <translation>速度：图像所述速度的倍数；每秒图像数</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Spelling</source>
   <translation>拼写检查</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Spinal cord</source>
   <translation>脊髓</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Spine</source>
   <translation>脊柱</translation>
  </message>
  <message>
   <location filename="reader/views/tools/spine.py" />
   <source>Spine labels</source>
   <translation>椎体标记</translation>
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Spine, soft tissue</source>
   <translation>脊柱软组织</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Spleen</source>
   <translation>脾</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Spoken of by</source>
   <translation>已描述的判断词</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Stack {number}</source>
   <translation>层组 {number}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Standard deviation</source>
   <translation>标准差</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Start the Windows service Credential Manager, then start the program again.</source>
   <translation>启动 Windows 服务“Credential Manager”，然后重新启动程序。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>Start the countdown</source>
   <translation>登记并开始计时</translation>
  </message>
  <message>
   <location filename="reader/worklist/queue.py" />
   <source>Started by you</source>
   <translation>您已开始书写</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>State</source>
   <translation>状态</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Station {number}</source>
   <translation>床位 {number}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>Statistics</source>
   <translation>统计</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_window.py" />
   <source>Statistics of the department</source>
   <translation>科室统计</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Statistics …</source>
   <translation>统计…</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Stay</source>
   <translation>留在此处</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Stenosis</source>
   <translation>狭窄</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Step back</source>
   <translation>返回</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Steps</source>
   <translation>流程</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Sternum</source>
   <translation>胸骨</translation>
  </message>
  <message>
   <location filename="reader/report/ui/category_dialog.py" />
   <source>Still needed: {fields}</source>
   <translation>尚需填写：{fields}</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Still open</source>
   <translation>未关闭</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Stomach</source>
   <translation>胃</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Straighten gantry tilt, space evenly (computed)</source>
   <translation>校正机架倾斜并等间距重采样（计算所得）</translation>
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Stroke</source>
   <translation>卒中</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Structured report</source>
   <translation>结构化报告</translation>
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Subdural</source>
   <translation>硬膜下</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>Submission</source>
   <translation>提交审核</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Submit</source>
   <translation>提交</translation>
  </message>
  <message>
   <location filename="reader/review/commands.py" />
   <source>Submit for review</source>
   <translation>提交审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Submitted</source>
   <translation>已提交待审</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>Submitted for review.</source>
   <translation>已提交审核。</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Submitted · addendum</source>
   <translation>补充已提交</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Submitted · amendment</source>
   <translation>更正已提交</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Submitted · second reading</source>
   <translation>已提交 · 待第二阅片</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Subtraction</source>
   <translation>减影</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Surface model</source>
   <translation>表面模型</translation>
  </message>
  <message>
   <location filename="reader/app/ui/screen_picture.py" />
   <source>Synthetic pattern after AAPM TG18-QC, scaled</source>
   <translation>根据 AAPM TG18-QC 的说明按本显示器尺寸自行绘制的测试图</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>T&amp;o</source>
   <translation>到(&amp;O)</translation>
  </message>
  <message>
   <location filename="reader/core/key_rules.py" />
   <source>Tab goes from control to control.</source>
   <translation>Tab 用于在控件之间移动。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/category_dialog.py" />
   <source>Table</source>
   <translation>分类表</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Tables (*.csv *.txt *.json);;All files (*)</source>
   <translation>表格 (*.csv *.txt *.json);;所有文件 (*)</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>Take back</source>
   <translation>撤回认定</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Take back the last point</source>
   <translation>撤回最后一点</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>Take it back</source>
   <translation>取回</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>Take it over</source>
   <translation>改归此命令</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Take over</source>
   <translation>接手</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Take the last change back</source>
   <translation>撤销上一步修改</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Take this viewport away</source>
   <translation>移除此视口</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Take yours back and hand it over again: it then follows on the newest version.</source>
   <translation>请撤回您的内容后重新提交：届时将接在最新版本之后。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>Takes the place of: {text}</source>
   <translation>将替换：{text}</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Task</source>
   <translation>任务</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/raw_view.py" />
   <source>Task {uid}</source>
   <translation>任务 {uid}</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Tasks</source>
   <translation>任务</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Tasks completed after they were due</source>
   <translation>超过时限才完成的任务</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>Telephone</source>
   <translation>电话号码</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Tell me where a monitor that I read on is not calibrated</source>
   <translation>阅片显示器未校准时提示我</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Tell support.</source>
   <translation>请联系技术支持。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>Tell the site that sent them.</source>
   <translation>请通知发送该检查的医院。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Tell your administrator.</source>
   <translation>请联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outputs/content.py" />
   <source>Tell your administrator. Amended, it can be handed out again.</source>
   <translation>请告知管理员。更正后即可再次给出。</translation>
  </message>
  <message>
   <location filename="reader/core/audit.py" />
   <source>Tell your administrator: reader audit verify says what is wrong.</source>
   <translation>请告知管理员：运行 reader audit verify 可查明问题。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>Tell your administrator: the images have to be retrievable by series, by instance or by frame.</source>
   <translation>请告知管理员：图像须能按序列、按实例或按帧获取。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>Tell your administrator: {fault}</source>
   <translation>请告知管理员：{fault}</translation>
  </message>
  <message>
   <location filename="reader/app/archive_trouble.py" />
   <source>Tell your administrator: {what}</source>
   <translation>请告知管理员：{what}</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Tell your administrator; it is no longer on this computer.</source>
   <translation>请联系管理员；本机已不再保留。</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>Tell your administrator; the report itself is at the hub.</source>
   <translation>请告知管理员；报告本身已在中心。</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Template sentences of the section</source>
   <translation>本段的模板语句</translation>
  </message>
  <message>
   <location filename="reader/report/ui/section.py" />
   <source>Template sentences; added to the report only when you choose them</source>
   <translation>模板语句；选用后才写入报告</translation>
  </message>
  <message>
   <location filename="reader/report/ui/forms.py" />
   <source>Template “{title}”</source>
   <translation>模板“{title}”</translation>
  </message>
  <message>
   <location filename="reader/views/windowing.py" />
   <source>Temporal bone</source>
   <translation>颞骨</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Temporal lobe</source>
   <translation>颞叶</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Ten images back</source>
   <translation>向前 10 幅</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Ten images on</source>
   <translation>向后 10 幅</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Test pattern</source>
   <translation>测试图</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Testis</source>
   <translation>睾丸</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>Text</source>
   <translation>内容</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Text on the images</source>
   <translation>图像文字</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Text report</source>
   <translation>文本报告</translation>
  </message>
  <message>
   <location filename="reader/review/supplement.py" />
   <source>Text that was signed has changed.</source>
   <translation>已签发的内容被改动。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Thalamus</source>
   <translation>丘脑</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>That is too much to count at once.</source>
   <translation>数据量过大，无法一次统计。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/page.py" />
   <source>The HTML is not well formed: {what}</source>
   <translation>HTML格式有误：{what}</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>The abbreviation is missing.</source>
   <translation>缺少缩写。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>The active viewport</source>
   <translation>当前视口</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>The addendum and the rest of the report name different sides ({organ}).</source>
   <translation>补充内容与报告其余部分的侧别不一致（{organ}）。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>The addendum and the rest of the report name different sides.</source>
   <translation>补充内容与报告其余部分的侧别不一致。</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>The addendum does not mention the critical result by itself.</source>
   <translation>补充报告不会自动写入该危急值。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>The addendum goes to a reviewing doctor. The signed report stays as it is.</source>
   <translation>补充报告交审核医师审核。已签发的报告保持不变。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>The addendum is added to the signed report, which stays as it is. It is sent to the hub at once.</source>
   <translation>补充报告附在已签发的报告之后，原报告保持不变。将立即发送到中心。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The addendum is back with you.</source>
   <translation>补充报告已撤回，由您继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The addendum is back with {name}.</source>
   <translation>补充报告由{name}继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>The addendum is being recalled.</source>
   <translation>正在撤回补充报告。</translation>
  </message>
  <message>
   <location filename="reader/review/supplement.py" />
   <source>The addendum is empty.</source>
   <translation>补充报告没有内容。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>The addendum is unchanged.</source>
   <translation>补充报告未改变。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The addendum is waiting for review.</source>
   <translation>补充报告待审核。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>The addendum shown here is not signed.</source>
   <translation>此处显示的补充报告未签署。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The addendum to this report can be written now.</source>
   <translation>现在可以书写此报告的补充报告。</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>The algorithm proposed: {finding}</source>
   <translation>算法原提示：{finding}</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>The ambient luminance is negative.</source>
   <translation>环境光亮度为负值。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>The ambient luminance is not a number.</source>
   <translation>环境光亮度不是数字。</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>The amended report does not mention the critical result by itself.</source>
   <translation>更正报告不会自动写入该危急值。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The amendment changes nothing in the text of the signed report.</source>
   <translation>更正未改动已签署报告的文字。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>The amendment goes to a reviewing doctor. Until it is signed, the signed report stays valid.</source>
   <translation>更正报告交审核医师审核。签署之前，已签发的报告仍然有效。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The amendment is back with you.</source>
   <translation>更正报告已撤回，由您继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The amendment is back with {name}.</source>
   <translation>更正报告由{name}继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>The amendment is being recalled.</source>
   <translation>正在撤回更正报告。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>The amendment is unchanged.</source>
   <translation>更正报告未改变。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The amendment is waiting for review.</source>
   <translation>更正报告待审核。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>The amendment shown here is not signed.</source>
   <translation>此处显示的更正报告未签署。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The archive {archive} and this computer don’t agree on encryption.</source>
   <translation>归档 {archive} 与本机的加密连接协商失败。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The archive {archive} broke off the transfer.</source>
   <translation>归档服务器 {archive} 中断了传输。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse.py" />
   <source>The archive {archive} can’t answer the query.</source>
   <translation>归档服务器 {archive} 无法回答查询。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>The archive {archive} could not send the images.</source>
   <translation>归档 {archive} 无法发送影像。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The archive {archive} does not answer.</source>
   <translation>归档 {archive} 没有应答。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse.py" />
   <source>The archive {archive} does not have this image.</source>
   <translation>归档 {archive} 中没有这幅影像。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The archive {archive} does not know this workstation.</source>
   <translation>归档 {archive} 未登记本工作站。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>The archive {archive} does not know where to send the images.</source>
   <translation>归档 {archive} 未登记影像的发送目的地。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse.py" />
   <source>The archive {archive} does not offer C-GET.</source>
   <translation>归档 {archive} 不提供 C-GET。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The archive {archive} does not offer the required service.</source>
   <translation>归档服务器 {archive} 不提供所需的服务。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>The archive {archive} does not support this way of retrieval.</source>
   <translation>归档服务器 {archive} 不支持这种获取方式。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The archive {archive} refused the connection.</source>
   <translation>归档 {archive} 拒绝了连接。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>The archive {archive} reported the error {status}.</source>
   <translation>归档 {archive} 报告错误 {status}。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>The audit trail could not be read.</source>
   <translation>无法读取审计记录。</translation>
  </message>
  <message>
   <location filename="reader/core/audit.py" />
   <source>The audit trail did not keep a record as it was written: its table was changed.</source>
   <translation>审计记录未能按原样保存：其数据表已被改动。</translation>
  </message>
  <message>
   <location filename="reader/app/display_checks.py" />
   <source>The calibration of this monitor contradicts itself.</source>
   <translation>此显示器的校准记录自相矛盾。</translation>
  </message>
  <message>
   <location filename="reader/app/display_checks.py" />
   <source>The calibration of this monitor is outside the limits of its class.</source>
   <translation>此显示器的校准结果超出其等级的限值。</translation>
  </message>
  <message>
   <location filename="reader/app/display_checks.py" />
   <source>The calibration of this monitor was due on {date}.</source>
   <translation>此显示器的校准已于 {date} 到期。</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>The certificate has not arrived from the hub yet.</source>
   <translation>中心尚未下发证书。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>The certificate of its issuer “{issuer}” was revoked on {when}.</source>
   <translation>其签发机构“{issuer}”的证书已于{when}被吊销。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The certificate of {archive} is not trusted ({reason}); nothing was sent.</source>
   <translation>{archive} 的证书不受信任（{reason}），未发送任何内容。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The certificate of {signer} states no role: whether it allows verifying is unknown.</source>
   <translation>{signer}的证书未注明职责，无法确认其是否有审核权限。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>The certificate of {who} was revoked on {when}. This signature was made before and stays valid.</source>
   <translation>{who}的证书已于{when}被吊销。此签名在吊销之前作出，仍然有效。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>The certificate was not valid when this was signed.</source>
   <translation>签署时证书不在有效期内。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The certificate with which this was signed has been revoked.</source>
   <translation>签名所用的证书已被吊销。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>The certificates for {archive} can’t be read.</source>
   <translation>无法读取 {archive} 的证书。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>The chain of its issuers is too long.</source>
   <translation>证书链过长。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>The claim can't be kept on this computer. You can view the images, but not write yet.</source>
   <translation>无法在本机保存认领信息。您可以查看图像，但暂时不能书写。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The claim in which this was written has been given back.</source>
   <translation>书写本报告时的领取已被释放或收回。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The coding scheme “{name}” is not declared.</source>
   <translation>编码体系“{name}”未声明。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>The contrast agent</source>
   <translation>对比剂</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>The critical result “{text}” names another side than the report.</source>
   <translation>危急值“{text}”所述侧别与报告不一致。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>The cursor was not in the report last. Click into the text.</source>
   <translation>光标最后不在报告中，请点击报告文字。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>The damaged file is kept as {file}. Set again what you had changed.</source>
   <translation>损坏的文件已另存为 {file}。请重新设置您改过的项目。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The default is out of the limits.</source>
   <translation>默认值超出上下限。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>The demo exams are not installed.</source>
   <translation>未安装演示检查。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>The difference is likely to matter for the patient</source>
   <translation>差异可能影响患者</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>The disc’s table of contents (DICOMDIR) is wrong; all files were read instead.</source>
   <translation>光盘目录（DICOMDIR）有误，已改为逐个读取文件。</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>The disk is full: {path} could not be written.</source>
   <translation>磁盘已满：无法写入 {path}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/reading.py" />
   <source>The document was changed after it was signed.</source>
   <translation>文档在签署后被修改过。</translation>
  </message>
  <message>
   <location filename="reader/core/update/source.py" />
   <source>The download continues later.</source>
   <translation>稍后将继续下载。</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>The download of version {version} is damaged.</source>
   <translation>下载的 {version} 版已损坏。</translation>
  </message>
  <message>
   <location filename="reader/core/update/source.py" />
   <source>The download of {name} was interrupted.</source>
   <translation>{name} 的下载中断。</translation>
  </message>
  <message>
   <location filename="reader/report/journal.py" />
   <source>The draft of this exam can't be read: the file {file} on this computer is damaged.</source>
   <translation>无法读取该检查的草稿：本机文件 {file} 已损坏。</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>The draft of this exam that is saved on this computer can't be opened now.</source>
   <translation>暂时无法打开本机保存的该检查草稿。</translation>
  </message>
  <message>
   <location filename="reader/report/journal.py" />
   <source>The draft of this exam that is saved on this computer can't be opened.</source>
   <translation>本机保存的该检查草稿无法打开。</translation>
  </message>
  <message>
   <location filename="reader/app/demo.py" />
   <source>The embedded hub did not start.</source>
   <translation>内置的中心服务没有启动。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>The end was cut off: records {first} to {last} are missing.</source>
   <translation>末尾被截断：缺少第 {first} 至 {last} 条记录。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>The exam has changed since it was fetched and was loaded again.</source>
   <translation>检查在预取后有变化，已重新载入。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The exam is marked negative, but the report describes findings: {findings}</source>
   <translation>本次检查标为阴性，但报告描述了征象：{findings}</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The exam is marked negative, but: “{text}”</source>
   <translation>本次检查标为阴性，但报告或危急值写有：“{text}”</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The exam is marked positive, but the impression says that it is normal.</source>
   <translation>检查标为阳性，但诊断意见写的是正常。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>The exam is of one side; the report describes only the other.</source>
   <translation>检查为单侧，而报告只描述了对侧。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The exam is of the {region}, but the report describes other parts.</source>
   <translation>检查部位为{region}，报告未描述该部位，却描述了其他部位。</translation>
  </message>
  <message>
   <location filename="reader/app/results.py" />
   <source>The exam's results could not be loaded: open the case again to see them.</source>
   <translation>检查结果无法加载：请重新打开该病例查看。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>The exam’s date</source>
   <translation>检查日期</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>The exam’s description</source>
   <translation>检查描述</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_window.py" />
   <source>The file contains patient data; protect it like reports.</source>
   <translation>文件含患者信息，请与报告同等保管。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The file does not begin with &lt;!DOCTYPE html&gt;.</source>
   <translation>文件开头不是 &lt;!DOCTYPE html&gt;。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>The file does not say its version; it is read as far as possible.</source>
   <translation>文件未注明版本；已尽可能读取。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/page.py" />
   <source>The file has too many elements for a report template.</source>
   <translation>文件的元素过多，不能作为报告模板。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/codec.py" />
   <source>The file is larger than a table of luminances.</source>
   <translation>文件过大，不是亮度表。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/codec.py" />
   <source>The file is not text.</source>
   <translation>该文件不是文本文件。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/page.py" />
   <source>The file is too large for a report template.</source>
   <translation>文件过大，不能作为报告模板。</translation>
  </message>
  <message>
   <location filename="reader/core/policy.py" />
   <source>The file that it links to is missing.</source>
   <translation>它所链接的文件不存在。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>The file was not changed.</source>
   <translation>该文件未被更改。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>The file was written by a newer version; it is read as far as possible.</source>
   <translation>文件由更新版本的程序写成；已尽可能读取。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>The finding is not said.</source>
   <translation>未填写危急值内容。</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>The finding is unchanged.</source>
   <translation>该征象未改变。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>The finding linked to this sentence is based on withheld images or results.</source>
   <translation>该语句对应的征象所依据的图像或结果因患者身份存疑未予显示。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>The finding linked to this sentence is not accepted.</source>
   <translation>该语句对应的征象尚未采纳。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>The finding linked to this sentence no longer exists.</source>
   <translation>该语句对应的征象已不存在。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>The finding linked to this sentence was rejected.</source>
   <translation>该语句对应的征象已被排除。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The finding of “{text}” was changed after it was written.</source>
   <translation>“{text}”写成后，其对应的征象已修改。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>The finding was changed after this sentence was written.</source>
   <translation>该语句写成后，对应的征象已修改。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>The findings could not be written: {reason}</source>
   <translation>无法写入征象：{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>The first day is after the last.</source>
   <translation>起始日期晚于结束日期。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>The first report is kept from you until yours is handed over.</source>
   <translation>在您提交报告之前，不显示第一份报告。</translation>
  </message>
  <message>
   <location filename="reader/core/profile.py" />
   <source>The folder for settings and drafts can't be used: {folder} ({reason}).</source>
   <translation>无法使用存放设置和草稿的文件夹：{folder}（{reason}）。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>The hospital sets and locks values in {file}.</source>
   <translation>医院通过 {file} 预设和锁定部分设置。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>The hospital's file {file} has mistakes:</source>
   <translation>医院策略文件 {file} 有误：</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>The hospital's system does not take the report at present: {reason}</source>
   <translation>医院系统目前不接收该报告：{reason}</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>The hospital's system has not taken the report yet: {reason}.</source>
   <translation>医院系统尚未接收报告：{reason}。</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>The hospital's system refused the report: {reason}</source>
   <translation>医院系统拒收报告：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The hub already has the signed report of this review.</source>
   <translation>中心已有此次审核所签署的报告。</translation>
  </message>
  <message>
   <location filename="reader/review/certificate.py" />
   <source>The hub answered with a certificate for another key.</source>
   <translation>中心返回的证书与本机密钥不匹配。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>The hub could not be asked whether this report has a newer version.</source>
   <translation>无法向中心查询该报告是否有更新的版本。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>The hub could not be asked; what is known here is shown.</source>
   <translation>无法查询中心，显示的是本机已知的内容。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/dicom/archives/storing.py" />
   <source>The hub did not store {count} of {total} documents.</source>
   <translation>
    <numerusform>共 {total} 份文档，有 {count} 份未被中心保存。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>The hub does not answer</source>
   <translation>中心无响应</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The hub does not have the report that completes this task.</source>
   <translation>中心没有可完成此任务的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The hub does not have this report any more; it is kept on this computer. See its receipt.</source>
   <translation>中心已没有这份报告；报告保存在本机。请查看其回执。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>The hub does not have this task; it may have been restored from an older copy.</source>
   <translation>中心没有这项任务，可能是从较早的备份恢复的。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>The hub does not have who was told of this critical result.</source>
   <translation>中心没有该危急值的通知对象记录。</translation>
  </message>
  <message>
   <location filename="reader/app/report_messages.py" />
   <source>The hub does not show this report at present.</source>
   <translation>目前在中心查不到这份报告。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>The hub does not show what it was told of this critical result.</source>
   <translation>中心未显示已上报的危急值内容。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>The hub has another task with the same identifier.</source>
   <translation>中心已有同一标识的其他任务。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>The hub has answered. You can write now.</source>
   <translation>中心已应答，现在可以书写报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>The hub has deleted tasks that ended before {day}: earlier days are not complete.</source>
   <translation>{day} 之前结束的任务已被中心清除，更早日期的统计不完整。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>The hub has not confirmed it yet.</source>
   <translation>中心尚未确认。</translation>
  </message>
  <message>
   <location filename="reader/app/supplementing.py" />
   <source>The hub has not confirmed that it was begun.</source>
   <translation>中心尚未确认补充报告已建立。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>The hub has not confirmed the release yet.</source>
   <translation>中心尚未确认释放。</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>The hub has not said yet whether a draft on this computer is of this exam.</source>
   <translation>中心尚未答复本机上的一份草稿是否属于本次检查。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/audit.py" />
   <source>The hub has not seen the last {count} records yet.</source>
   <translation>
    <numerusform>最后 {count} 条记录尚未报送中心。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The hub has not taken this report; it is kept on this computer. See its receipt.</source>
   <translation>中心未接收此报告；报告保存在本机，请查看回执。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The hub has not yet said whether it is yours.</source>
   <translation>中心尚未确认该检查是否归您。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>The hub no longer has this task.</source>
   <translation>中心已没有该任务。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>The hub refused the change of this task.</source>
   <translation>中心拒绝了对该任务的更改。</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>The hub refused the next step: {why}</source>
   <translation>中心拒绝了下一步：{why}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>The hub says that {name} has this exam now.</source>
   <translation>中心显示此检查现由 {name} 处理。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_look.py" />
   <source>The hub was restored from an older copy. It can't be added any more; note it in the report.</source>
   <translation>中心曾恢复到较早的备份。该记录已无法补入中心，请在报告中注明。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>The hub's answer can't be read.</source>
   <translation>无法读取中心的应答。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/paging.py" />
   <source>The hub's answer could not be understood.</source>
   <translation>无法识别中心的应答。</translation>
  </message>
  <message>
   <location filename="reader/review/certificate.py" />
   <source>The hub's answer holds no certificate that can be read.</source>
   <translation>中心返回的内容中没有可读取的证书。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>The hub's answer to the sign-in can't be read.</source>
   <translation>无法读取中心对登录的应答。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The id “{name}” is there twice.</source>
   <translation>id“{name}”重复。</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's eighth window</source>
   <translation>图像自带窗 8</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's fifth window</source>
   <translation>图像自带窗 5</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's first window</source>
   <translation>图像自带窗 1</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's fourth window</source>
   <translation>图像自带窗 4</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's second window</source>
   <translation>图像自带窗 2</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's seventh window</source>
   <translation>图像自带窗 7</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's sixth window</source>
   <translation>图像自带窗 6</translation>
  </message>
  <message>
   <location filename="reader/views/image_commands.py" />
   <source>The image's third window</source>
   <translation>图像自带窗 3</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The images belong to another patient than the order.</source>
   <translation>图像与申请不是同一患者。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>The images belong to another patient than the order; they are not shown.</source>
   <translation>图像与申请不是同一患者，不予显示。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>The images have changed meanwhile: nothing was printed.</source>
   <translation>图像在此期间有变化，未打印。</translation>
  </message>
  <message>
   <location filename="reader/volume/loading.py" />
   <source>The images of this series say they are of another patient; they are not shown.</source>
   <translation>该序列的图像标明属于其他患者，未显示。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>The impression names another side than the findings in the list.</source>
   <translation>诊断意见与征象列表的侧别不一致。</translation>
  </message>
  <message>
   <location filename="reader/review/parts.py" />
   <source>The impression says “{said}”, the findings “{told}”.</source>
   <translation>诊断意见写的是“{said}”，影像所见写的是“{told}”。</translation>
  </message>
  <message>
   <location filename="reader/core/update/installation.py" />
   <source>The installer can't be started: {why}</source>
   <translation>无法启动安装程序：{why}</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>The key file {path} can't be read: {reason}</source>
   <translation>无法读取密钥文件 {path}：{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>The key images could not be written: {reason}</source>
   <translation>关键图像未能写入：{reason}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ledger.py" />
   <source>The key kept on this computer has changed: open the exam and send the report again.</source>
   <translation>本机保存的密钥已变更：请重新打开该检查并再次发送报告。</translation>
  </message>
  <message>
   <location filename="reader/core/audit_chain.py" />
   <source>The key of the audit trail is damaged: {name} is not readable.</source>
   <translation>审计记录的密钥已损坏：{name} 无法读取。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The key on the token does not fit its certificate.</source>
   <translation>UKey 上的私钥与其证书不匹配。</translation>
  </message>
  <message>
   <location filename="reader/app/records.py" />
   <source>The key to this computer's data is lost: {drafts} and {deliveries} can't be opened.</source>
   <translation>本机数据的密钥已丢失：{drafts}和{deliveries}无法打开。</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>The key to this computer's data is missing from its keyring.</source>
   <translation>本机的密钥环中找不到数据密钥。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>The keys of reader</source>
   <translation>reader 默认</translation>
  </message>
  <message>
   <location filename="reader/core/secrets.py" />
   <source>The keys of this computer can't be read: {file} is damaged.</source>
   <translation>无法读取本机的密钥：{file} 已损坏。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>The keys of {name} are no list of keys.</source>
   <translation>{name} 的快捷键不是按键列表。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>The keys that the command has in the chosen set</source>
   <translation>恢复该命令在所选方案中的快捷键</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>The labels are unchanged.</source>
   <translation>标记未改变。</translation>
  </message>
  <message>
   <location filename="reader/app/signature_checks.py" />
   <source>The library of the tokens works. Plugged in: {tokens}</source>
   <translation>UKey 驱动程序可用。已插入：{tokens}</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>The line is empty.</source>
   <translation>该条目为空。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>The list could not be read.</source>
   <translation>清单无法读取。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>The list of critical results has it.</source>
   <translation>可在危急值列表中查看。</translation>
  </message>
  <message>
   <location filename="reader/review/notifiable.py" />
   <source>The list of notifiable diseases can't be read: {path}</source>
   <translation>法定报告疾病清单无法读取：{path}</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates can't be read.</source>
   <translation>无法读取更新列表。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates expired on {date}.</source>
   <translation>更新列表已于 {date} 过期。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates has nothing for this system ({system}).</source>
   <translation>更新列表中没有适用于本系统（{system}）的版本。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates is from the future.</source>
   <translation>更新列表的日期晚于当前时间。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates is not as this version expects it.</source>
   <translation>本版本无法识别更新列表的格式。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates is not signed by a trusted key.</source>
   <translation>更新列表的签名不受信任。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates is older than one seen before.</source>
   <translation>更新列表比以前收到的更旧。</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>The list of updates is too large.</source>
   <translation>更新列表过大。</translation>
  </message>
  <message>
   <location filename="reader/app/presenter.py" />
   <source>The log has the details; please send it to support.</source>
   <translation>日志中有详细信息，请发给技术支持。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The lowest value is above the highest.</source>
   <translation>下限大于上限。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>The luminances of this monitor have to be measured first.</source>
   <translation>需要先测量此显示器的亮度。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The metadata “{name}” is missing.</source>
   <translation>缺少元数据“{name}”。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The metadata “{name}” is there twice.</source>
   <translation>元数据“{name}”重复。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>The monitor does not say how large it is.</source>
   <translation>显示器没有提供自己的尺寸。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>The monitor itself (calibrated in hardware)</source>
   <translation>显示器自身（硬件校准）</translation>
  </message>
  <message>
   <location filename="reader/worklist/queue.py" />
   <source>The most urgent</source>
   <translation>最紧急</translation>
  </message>
  <message>
   <location filename="reader/worklist/queue.py" />
   <source>The most urgent to review</source>
   <translation>最紧急的待审报告</translation>
  </message>
  <message>
   <location filename="reader/core/chosen_keys.py" />
   <source>The mouse can't do this: {part}: {does}.</source>
   <translation>鼠标不支持：{part}：{does}。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The new task differs from the one it follows in patient, exam, order or destination.</source>
   <translation>新任务与前一任务的患者、检查、申请单或存储位置不一致。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>The newest version of this report is not on the hub, or its signature is not valid.</source>
   <translation>这份报告的最新版本不在中心，或其签名无效。</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>The object is nested too deeply to be a report.</source>
   <translation>对象嵌套层次过深，不是有效的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>The open report can’t be written in.</source>
   <translation>当前报告不可编辑。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The option “{name}” is there twice.</source>
   <translation>选项“{name}”重复。</translation>
  </message>
  <message>
   <location filename="reader/review/statements.py" />
   <source>The order asks for a comparison; the report speaks of none.</source>
   <translation>申请要求对比，而报告未提及对比。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The order has accession number {order}, the exam {report}. Make sure that this exam was ordered.</source>
   <translation>申请的检查号为 {order}，检查的检查号为 {report}。请确认所申请的正是本次检查。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/order_text.py" />
   <source>The order has no text.</source>
   <translation>申请单无说明。</translation>
  </message>
  <message>
   <location filename="reader/review/statements.py" />
   <source>The order is with contrast, the technique without.</source>
   <translation>申请为增强检查，而检查方法写的是平扫。</translation>
  </message>
  <message>
   <location filename="reader/review/statements.py" />
   <source>The order is without contrast, the technique with.</source>
   <translation>申请为平扫检查，而检查方法写的是增强。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The order was cancelled at the hub.</source>
   <translation>该申请已在中心取消。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The order was cancelled at the hub. Nobody waits for the report; it stays stored there.</source>
   <translation>该申请已在中心取消。无人等待此报告；报告仍保存在中心。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>The order was changed after the list was read.</source>
   <translation>读取列表之后，该检查申请已被更改。</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>The others are used.</source>
   <translation>其他方案照常使用。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_job.py" />
   <source>The pages could not be painted.</source>
   <translation>页面未能生成。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>The person is not named.</source>
   <translation>未填写人员姓名。</translation>
  </message>
  <message>
   <location filename="reader/report/phrase_book.py" />
   <source>The phrases of the department ({file}) can’t be read: {reason}</source>
   <translation>无法读取科室短语（{file}）：{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/exporting.py" />
   <source>The picture can't be written as {kind}.</source>
   <translation>无法将图像写成 {kind}。</translation>
  </message>
  <message>
   <location filename="reader/app/exporting.py" />
   <source>The picture is in the clipboard, without the patient's name. Look for names in the image itself.</source>
   <translation>图像已复制到剪贴板，不含患者姓名。请检查图像本身是否带有姓名。</translation>
  </message>
  <message>
   <location filename="reader/app/exporting.py" />
   <source>The picture is in the clipboard.</source>
   <translation>图像已复制到剪贴板。</translation>
  </message>
  <message>
   <location filename="reader/app/workplace.py" />
   <source>The policy of this computer has a mistake ({fault}).</source>
   <translation>本机的策略文件有误（{fault}）。</translation>
  </message>
  <message>
   <location filename="reader/app/update_command.py" />
   <source>The previous version will run from the next start.</source>
   <translation>下次启动时将运行旧版本。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_job.py" />
   <source>The printer does not take the pages.</source>
   <translation>打印机不接受这些页面。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>The prior’s date</source>
   <translation>既往检查日期</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>The prior’s description</source>
   <translation>既往检查描述</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The program of the token can't be loaded: {file}</source>
   <translation>无法加载 UKey 的驱动程序：{file}</translation>
  </message>
  <message>
   <location filename="reader/core/update/installation.py" />
   <source>The program was not changed.</source>
   <translation>程序未作任何更改。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>The reading workstation of a regional centre. Apache-2.0. Not a medical device.</source>
   <translation>区域中心阅片工作站。Apache-2.0。非医疗器械。</translation>
  </message>
  <message>
   <location filename="reader/review/supplement.py" />
   <source>The reason for the amendment is missing.</source>
   <translation>未填写更正原因。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/raw_view.py" />
   <source>The record as it was sent</source>
   <translation>原始记录</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>The report and that of the second reading, side by side</source>
   <translation>报告与第二阅片的报告，逐段对照</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The report and the exam on the screen may be of two patients: {how}</source>
   <translation>报告与屏幕上的检查可能不是同一患者：{how}</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>The report becomes final and is sent to the hub. After that it can be amended or supplemented.</source>
   <translation>报告将成为正式报告并发送到中心，此后只能补充或更正。</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>The report can't be shown, since the exam could not be opened.</source>
   <translation>检查无法打开，报告无法显示。</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>The report could not be read: {reason}</source>
   <translation>无法读取报告：{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>The report goes to a chief doctor, marked as reviewed by you. Until it is signed it stays preliminary.</source>
   <translation>报告将注明由您审核，并提交签发医师。签署前仍为初步报告。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>The report goes to a reviewing doctor. Until it is signed it stays preliminary.</source>
   <translation>报告将提交给审核医师，签署前为初步报告。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The report has accession number {report}, the exam {screen}.</source>
   <translation>报告的检查号为 {report}，检查的检查号为 {screen}。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The report has been submitted.</source>
   <translation>报告已提交。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The report has no impression.</source>
   <translation>报告缺少诊断意见。</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>The report has no text that can be read.</source>
   <translation>报告中没有可读取的文字。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>The report has to say something of it</source>
   <translation>报告必须描述此项</translation>
  </message>
  <message>
   <location filename="reader/app/report_copies.py" />
   <source>The report is at the hub by now, and its signature has to be read from there.</source>
   <translation>报告已送达中心，须从中心读取其签名。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>The report is being recalled.</source>
   <translation>正在撤回报告。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The report is not validly signed with the certificate of the signed-in user.</source>
   <translation>报告没有当前登录用户证书的有效签名。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The report is of another exam than the one on the screen.</source>
   <translation>报告与屏幕上的检查不是同一检查。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The report is of another patient than the exam on the screen: {how}</source>
   <translation>报告与屏幕上的检查不是同一患者：{how}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>The report is saved once its key images are here …</source>
   <translation>关键图像取回后即保存报告…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>The report is signed by now.</source>
   <translation>该报告现已签发。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>The report is still being opened.</source>
   <translation>报告正在打开。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>The report is unchanged.</source>
   <translation>报告未改变。</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>The report itself is at the hub.</source>
   <translation>报告本身已在中心。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The report names another author than the signed-in user.</source>
   <translation>报告所列的报告医师不是当前登录用户。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>The report names another patient than the task and the images of its exam.</source>
   <translation>报告中的患者与任务及检查图像中的患者不一致。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The report names {report}, the exam on the screen {screen}.</source>
   <translation>报告中的姓名为 {report}，屏幕上检查的姓名为 {screen}。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>The report needs text in this section</source>
   <translation>报告此段落必填</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>The report of the second reading can't be found on the hub.</source>
   <translation>中心上找不到第二阅片的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>The report of {name} was not handed over.</source>
   <translation>{name} 的报告未能提交。</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>The report opens by itself as soon as it can be read.</source>
   <translation>草稿可以读取后，报告会自动打开。</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>The report opens by itself as soon as the hub has said so.</source>
   <translation>中心答复后，报告会自动打开。</translation>
  </message>
  <message>
   <location filename="reader/app/reading_case.py" />
   <source>The report opens once the exam is loaded …</source>
   <translation>检查载入后显示报告…</translation>
  </message>
  <message>
   <location filename="reader/app/own_templates.py" />
   <source>The report template {file} can't be used: {what}</source>
   <translation>报告模板 {file} 无法使用：{what}</translation>
  </message>
  <message>
   <location filename="reader/app/desk.py" />
   <source>The report was not sent; you can go on writing.</source>
   <translation>报告未发送，可继续书写。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The report was returned and nothing in it was changed.</source>
   <translation>报告被退回后未作任何修改。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>The report was signed without it.</source>
   <translation>已签发的报告不含此内容。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>The reporting doctor decides whether it is the same patient.</source>
   <translation>是否为同一患者，由报告医师判断。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>The reports of this exam could not be fetched.</source>
   <translation>未能获取该检查的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>The request has to state its Content-Length.</source>
   <translation>请求须注明 Content-Length。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>The request is not valid.</source>
   <translation>请求无效。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_port.py" />
   <source>The request was not complete in time.</source>
   <translation>请求未在时限内完成。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The results of algorithms are not loaded yet.</source>
   <translation>算法结果尚未加载。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The review of the addendum was withdrawn; it waits for nobody.</source>
   <translation>补充报告的审核已取消，目前无人处理。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The review of the amendment was withdrawn; it waits for nobody.</source>
   <translation>更正报告的审核已取消，目前无人处理。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>The review of your report was withdrawn. You can take the report back and go on writing.</source>
   <translation>您的报告的审核已被取消。您可以取回报告继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The review was withdrawn; this report waits for nobody.</source>
   <translation>审核已撤回，此报告目前无人处理。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/revocation.py" />
   <source>The revocation list of “{issuer}” begins only on {when}.</source>
   <translation>“{issuer}”的证书吊销列表自{when}起才生效。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/revocation.py" />
   <source>The revocation list of “{issuer}” covers only a part of its certificates.</source>
   <translation>“{issuer}”的证书吊销列表只涵盖其部分证书。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/revocation.py" />
   <source>The revocation list of “{issuer}” is forged: “{issuer}” did not sign it.</source>
   <translation>“{issuer}”的证书吊销列表系伪造：并非由“{issuer}”签名。</translation>
  </message>
  <message>
   <location filename="reader/app/signature_checks.py" />
   <source>The revocation list of “{issuer}” is valid until {when}.</source>
   <translation>“{issuer}”的证书吊销列表有效期至{when}。</translation>
  </message>
  <message>
   <location filename="reader/app/signature_checks.py" />
   <source>The revocation list of “{issuer}” was valid until {when}.</source>
   <translation>“{issuer}”的证书吊销列表已于{when}过期。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/revocation.py" />
   <source>The revocation list {file} can't be read ({why}).</source>
   <translation>无法读取证书吊销列表{file}（{why}）。</translation>
  </message>
  <message>
   <location filename="reader/report/journal.py" />
   <source>The saved draft of this case can't be read by this version of the program.</source>
   <translation>本版本程序无法读取该检查已保存的草稿。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/notice.py" />
   <source>The search looks through every exam of the worklist.</source>
   <translation>搜索范围为工作列表中的全部检查。</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>The second reading is handed over; both reports can be compared now.</source>
   <translation>第二阅片已提交，两份报告现在可以对照。</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>The section has no title.</source>
   <translation>段落没有标题。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The section “{name}” is there twice.</source>
   <translation>段落“{name}”重复。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>The selected record</source>
   <translation>所选记录</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>The sentence “{text}” is there twice.</source>
   <translation>语句“{text}”重复。</translation>
  </message>
  <message>
   <location filename="reader/app/growing.py" />
   <source>The series could not be loaded again: {why}</source>
   <translation>未能重新加载该序列：{why}</translation>
  </message>
  <message>
   <location filename="reader/app/growing.py" />
   <source>The series on the screen does not show them yet.</source>
   <translation>屏幕上的序列尚未包含这些图像。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>The server answered {status} to {what}.</source>
   <translation>服务器对 {what} 应答 {status}。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>The server does not have this exam any more.</source>
   <translation>服务器上已没有该检查。</translation>
  </message>
  <message>
   <location filename="reader/study/service.py" />
   <source>The server does not have this exam.</source>
   <translation>服务器上没有该检查。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>The server does not support this way of retrieval.</source>
   <translation>服务器不支持这种获取图像的方式。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>The server is busy ({status}).</source>
   <translation>服务器繁忙（{status}）。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>The server sent an empty answer instead of an image.</source>
   <translation>服务器返回了空内容，而不是图像。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>The server's answer could not be read.</source>
   <translation>无法读取服务器的应答。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>The server's answer is not a list of exams or images.</source>
   <translation>服务器返回的不是检查或图像列表。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>The server’s disk is full.</source>
   <translation>服务器的磁盘已满。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The sex in the report and the sex in the exam differ.</source>
   <translation>报告中的性别与检查中的性别不一致。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/reading.py" />
   <source>The signature does not cover the complete report.</source>
   <translation>签名未覆盖整份报告。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The signature of an earlier version of this report proves nothing: it may have been changed.</source>
   <translation>本报告一个早期版本的签名无法证明其内容，可能已被改动。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The signature of the report that this builds on is not valid.</source>
   <translation>所依据的已签署报告签名无效。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The signature of {who} could not be verified. {reason}</source>
   <translation>{who}的签名无法验证。{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The signature of {who} does not cover everything. {reason}</source>
   <translation>{who}的签名没有覆盖全部内容。{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The signature of {who} is not valid. {reason}</source>
   <translation>{who}的签名无效。{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The signature of {who} is valid for the report as it was. {reason}</source>
   <translation>{who}的签名对改动前的报告有效。{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The signature of {who} on measurements or marks of this report is not valid. {reason}</source>
   <translation>{who}对本报告测量或标记的签名无效。{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The signature of {who} says {when}, its time stamp {stamped}: the computer's clock was wrong.</source>
   <translation>{who}的签名时间为{when}，而时间戳为{stamped}：当时电脑时钟有误。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>The signature was made after that, {when}.</source>
   <translation>签名时间为{when}，在吊销之后。</translation>
  </message>
  <message>
   <location filename="reader/review/supplement.py" />
   <source>The signed addendum is taken out: “{text}”</source>
   <translation>已签署的补充报告被删除：“{text}”</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The signed report can't be found on the hub.</source>
   <translation>中心上找不到已签发的报告。</translation>
  </message>
  <message>
   <location filename="reader/review/supplement.py" />
   <source>The signed report can't be replaced by another one.</source>
   <translation>已签发的报告不能直接替换。</translation>
  </message>
  <message>
   <location filename="reader/app/supplementing.py" />
   <source>The signed report stays as it is.</source>
   <translation>已签署的报告保持不变。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/supplement_banner.py" />
   <source>The signed text is locked. Write below it, in “Addendum”.</source>
   <translation>已签发的内容已锁定，请在其下方“补充报告”中书写。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The signed text “{text}” no longer agrees with its finding.</source>
   <translation>已签发的“{text}”与所关联的征象不再一致。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>The site has not sent them, or they are on their way.</source>
   <translation>可能机构尚未发送，或正在传输。</translation>
  </message>
  <message>
   <location filename="reader/volume/resample.py" />
   <source>The slices are too far apart for an even grid.</source>
   <translation>层间距过大，无法重采样为等间距网格。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_view.py" />
   <source>The statistics could not be read.</source>
   <translation>无法读取统计数据。</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>The stored report can't be found on the hub.</source>
   <translation>中心上找不到已存储的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The stored report is of another patient and is not shown.</source>
   <translation>已存的报告属于其他患者，未显示。</translation>
  </message>
  <message>
   <location filename="reader/app/desk.py" />
   <source>The submission was undone.</source>
   <translation>已撤销提交。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>The submitted report can't be found on the hub.</source>
   <translation>中心上找不到已提交的报告。</translation>
  </message>
  <message>
   <location filename="reader/core/syslog.py" />
   <source>The syslog server {name} does not take the messages: {reason}</source>
   <translation>日志服务器 {name} 未接收消息：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/syslog.py" />
   <source>The syslog server {name} is not trusted: {reason}</source>
   <translation>日志服务器 {name} 不受信任：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/key_rules.py" />
   <source>The system uses this key.</source>
   <translation>此按键由操作系统使用。</translation>
  </message>
  <message>
   <location filename="reader/report/categories.py" />
   <source>The table of categories {file} can't be read.</source>
   <translation>分类表 {file} 无法读取。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>The table of the records was changed, so that some may never have been kept.</source>
   <translation>审计记录的数据表已被改动，可能有记录未被保存。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The task and the report may be of two patients: {how}</source>
   <translation>任务与报告可能不是同一患者：{how}</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The task is for another exam than the report.</source>
   <translation>任务对应的检查与报告不一致。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>The task is for another patient than the report: {how}</source>
   <translation>任务与报告不是同一患者：{how}</translation>
  </message>
  <message>
   <location filename="reader/review/templates.py" />
   <source>The template asks for “{field}”; the report says nothing of it.</source>
   <translation>模板要求填写“{field}”，报告中未提及。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>The template has changes that are not saved.</source>
   <translation>模板有未保存的修改。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The template has more than {most} fields.</source>
   <translation>模板的字段超过 {most} 个。</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>The template has no section.</source>
   <translation>模板没有段落。</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>The template has no title.</source>
   <translation>模板没有名称。</translation>
  </message>
  <message>
   <location filename="reader/report/template.py" />
   <source>The template {file} can't be read.</source>
   <translation>无法读取模板{file}。</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>The template “{title}” is for {named}; this exam is {exam}.</source>
   <translation>模板“{title}”用于{named}，而本次检查为{exam}。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>The text as it is now</source>
   <translation>当前文本</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>The text before the changes</source>
   <translation>修改前的原文</translation>
  </message>
  <message>
   <location filename="reader/review/ui/supplement_banner.py" />
   <source>The text can be changed; say why. The signed version is kept.</source>
   <translation>内容可以修改，须填写更正原因。已签发的原版本予以保留。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>The text contains control characters.</source>
   <translation>内容中有控制字符。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>The text has to be text/plain in UTF-8.</source>
   <translation>文字须为 UTF-8 编码的 text/plain。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation.py" />
   <source>The text is meant for another exam than the open one.</source>
   <translation>文字所属检查与当前打开的检查不符。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>The text is missing.</source>
   <translation>缺少内容。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>The text is too long: at most {size} KiB.</source>
   <translation>文字过长，最多 {size} KiB。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/delivery/critical_input.py" />
   <source>The text is {count} characters too long; {most} at most.</source>
   <translation>
    <numerusform>文字超出 {count} 个字符，最多 {most} 个。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>The text names the patient. Phrases are used for other patients too.</source>
   <translation>内容中有患者信息。短语会用于其他患者，请先删去。</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>The text names the patient. Templates are used for other patients too.</source>
   <translation>文字中含有患者信息。模板也会用于其他患者。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>The text of a field is too long.</source>
   <translation>字段文字过长。</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>The text of the earlier draft is in the clipboard.</source>
   <translation>此前草稿的文字已复制到剪贴板。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>The text of the preliminary report is in the clipboard.</source>
   <translation>初步报告文本已复制到剪贴板。</translation>
  </message>
  <message>
   <location filename="reader/core/key_rules.py" />
   <source>The text of the report needs this key.</source>
   <translation>报告文字输入需要此按键。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>The text of the signed report is in the clipboard.</source>
   <translation>已签发报告的文本已复制到剪贴板。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>The text shown here is not signed.</source>
   <translation>此处显示的内容未签署。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>The text with every change</source>
   <translation>显示全部修改痕迹</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/timestamps.py" />
   <source>The time stamp authority refused ({why}).</source>
   <translation>时间戳服务机构拒绝了请求（{why}）。</translation>
  </message>
  <message>
   <location filename="reader/app/signature_checks.py" />
   <source>The time stamp authority {url} answers.</source>
   <translation>时间戳服务机构{url}应答正常。</translation>
  </message>
  <message>
   <location filename="reader/review/stamping.py" />
   <source>The time stamp authority {url} does not answer as it should.</source>
   <translation>时间戳服务机构{url}未正常应答。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/timestamps.py" />
   <source>The time stamp authority's answer can't be read.</source>
   <translation>无法读取时间戳服务机构的应答。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>The time stamp on the signature of {who} is not valid. {reason}</source>
   <translation>{who}签名上的时间戳无效。{reason}</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/timestamps.py" />
   <source>The time stamp that the authority gave is not valid. {reason}</source>
   <translation>时间戳服务机构给出的时间戳无效。{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>The token before does not work any more.</source>
   <translation>原令牌已失效。</translation>
  </message>
  <message>
   <location filename="reader/app/token_asking.py" />
   <source>The token does not answer.</source>
   <translation>UKey 无响应。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token holds the certificate of {name}, not yours.</source>
   <translation>UKey 上是{name}的证书，不是您的证书。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token is locked.</source>
   <translation>UKey 未解锁。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>The token is missing or wrong. It is shown in the settings.</source>
   <translation>令牌缺失或错误。令牌见设置。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token reports an error ({why}).</source>
   <translation>UKey 报错（{why}）。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token was pulled out, or it does not answer ({why}).</source>
   <translation>UKey 已被拔出或无响应（{why}）。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token “{label}” did not accept this PIN.</source>
   <translation>UKey“{label}”不接受此 PIN 码。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token “{label}” has a certificate of yours, but no key for it.</source>
   <translation>UKey“{label}”上有您的证书，但没有对应的私钥。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token “{label}” holds no certificate.</source>
   <translation>UKey“{label}”上没有证书。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token “{label}” is locked: a wrong PIN was entered too often.</source>
   <translation>UKey“{label}”已锁定：PIN 码输错次数过多。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>The token “{label}” is not plugged in.</source>
   <translation>UKey“{label}”未插入。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/mouse_page.py" />
   <source>The tool that is chosen in the toolbar</source>
   <translation>工具栏中所选的工具</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>The values of these images are scaled in a way that a presentation state can't hold.</source>
   <translation>这些图像的像素值换算方式无法记录在显示状态中。</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>The width must be at least 1.</source>
   <translation>窗宽至少为 1。</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>The width must be greater than 0.</source>
   <translation>窗宽必须大于 0。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/spelling.py" />
   <source>The word list is still being loaded.</source>
   <translation>词表正在加载。</translation>
  </message>
  <message>
   <location filename="reader/app/supplementing.py" />
   <source>The worklist shows who works on it.</source>
   <translation>可在工作列表中查看由谁处理。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Theme</source>
   <translation>主题</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>There are more than {count} files; the rest were not read.</source>
   <translation>文件超过 {count} 个，其余未读取。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>There are more: choose fewer days.</source>
   <translation>还有更多：请缩短日期范围。</translation>
  </message>
  <message>
   <location filename="reader/app/local.py" />
   <source>There are no DICOM images in it.</source>
   <translation>其中没有 DICOM 影像。</translation>
  </message>
  <message>
   <location filename="reader/hub/demo.py" />
   <source>There are no demo exams in {folder}.</source>
   <translation>{folder} 中没有演示检查。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrasing.py" />
   <source>There are no phrases yet. Select text and make one of it.</source>
   <translation>还没有短语。选中文字即可存为短语。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrasing.py" />
   <source>There are no phrases yet. Select text and press {key} to make one of it.</source>
   <translation>还没有短语。选中文字后按 {key} 可存为短语。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/panel.py" />
   <source>There are no template sentences for “{section}”.</source>
   <translation>“{section}”没有模板语句。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>There is a report for this exam; only an administrator can withdraw its order now.</source>
   <translation>此检查已有报告，现在只有管理员可以撤销其申请。</translation>
  </message>
  <message>
   <location filename="reader/report/template_problems.py" />
   <source>There is another section of this kind.</source>
   <translation>已有同类段落。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>There is more than one &lt;template_attributes&gt;.</source>
   <translation>&lt;template_attributes&gt; 多于一个。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>There is no &lt;section&gt;.</source>
   <translation>缺少 &lt;section&gt;。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>There is no &lt;template_attributes&gt;.</source>
   <translation>缺少 &lt;template_attributes&gt;。</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>There is no certificate to sign with.</source>
   <translation>没有可用于签署的证书。</translation>
  </message>
  <message>
   <location filename="reader/hub/server.py" />
   <source>There is no file {path}.</source>
   <translation>找不到文件 {path}。</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>There is no further stage for this exam.</source>
   <translation>此检查没有更多挂片步骤。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>There is no hub in {folder}.</source>
   <translation>{folder} 中没有中心数据。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>There is no image in this viewport.</source>
   <translation>此视口中没有图像。</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>There is no key file {path}.</source>
   <translation>密钥文件 {path} 不存在。</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>There is no other hanging protocol for this exam.</source>
   <translation>此检查没有其他挂片方案。</translation>
  </message>
  <message>
   <location filename="reader/core/update/installation.py" />
   <source>There is no previous version to go back to.</source>
   <translation>没有可恢复的旧版本。</translation>
  </message>
  <message>
   <location filename="reader/report/template.py" />
   <source>There is no report template for this exam.</source>
   <translation>没有适用于本次检查的报告模板。</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>There is no report yet.</source>
   <translation>尚无报告。</translation>
  </message>
  <message>
   <location filename="reader/app/signature_checks.py" />
   <source>There is no revocation list in {place}.</source>
   <translation>{place}中没有证书吊销列表。</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>There is no submitted report to pass on.</source>
   <translation>没有可提交签发的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>There is no submitted report to return.</source>
   <translation>没有可退回的已提交报告。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>There is no text.</source>
   <translation>没有文字。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/name_field.py" />
   <source>There is no “{name}” here.</source>
   <translation>没有“{name}”。</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>There is nothing at this address but {path}.</source>
   <translation>此地址仅提供 {path}。</translation>
  </message>
  <message>
   <location filename="reader/report/categories.py" />
   <source>These answers contradict each other: {answers}</source>
   <translation>以下选项相互矛盾：{answers}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>These exams are yours. Tick those to release; the rest are listed first next time.</source>
   <translation>这些检查由您领取。勾选要释放的检查，其余下次优先列出。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>These exams are yours; your reports of them were started. They are listed first next time.</source>
   <translation>这些检查由您负责，报告已开始书写；下次登录时将列在最前。</translation>
  </message>
  <message>
   <location filename="reader/volume/resample.py" />
   <source>These images can't be put onto one grid.</source>
   <translation>这些图像无法放到同一网格上。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>These images can't be shown; install the program with all its libraries.</source>
   <translation>此类图像无法显示；请完整安装本程序及其程序库。</translation>
  </message>
  <message>
   <location filename="reader/core/syslog.py" />
   <source>They are kept and sent later.</source>
   <translation>消息已保留，稍后发送。</translation>
  </message>
  <message>
   <location filename="reader/app/records.py" />
   <source>They are kept in {file} and return once the old keyring is restored. If it is lost, write them again.</source>
   <translation>它们保存在 {file} 中，恢复原密钥环后会自动找回；若密钥环已丢失，请重新书写。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>They are not shown, and the report can't be handed out. Tell your administrator.</source>
   <translation>这些结果不予显示，报告也不能给出。请告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>They are not shown.</source>
   <translation>不予显示。</translation>
  </message>
  <message>
   <location filename="reader/volume/resample.py" />
   <source>They are shown one by one.</source>
   <translation>将逐幅显示。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>This AE title belongs to another account.</source>
   <translation>该 AE 标题属于其他账号。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>This account already has as many AE titles as an account may have.</source>
   <translation>此账号的 AE 标题数量已达上限。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>This account has no role at this workstation.</source>
   <translation>该账号在本工作站没有角色。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>This addendum is by {name}, who recalled it.</source>
   <translation>该补充报告由{name}书写，已由其撤回。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>This addendum is by {name}; a reviewer returned it.</source>
   <translation>该补充报告由{name}书写，已被审核医师退回。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>This amendment is by {name}, who recalled it.</source>
   <translation>该更正报告由{name}书写，已由其撤回。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>This amendment is by {name}; a reviewer returned it.</source>
   <translation>该更正报告由{name}书写，已被审核医师退回。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>This computer's clock is {said}.</source>
   <translation>本机时钟{said}。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>This computer's clock is {said}: the report would be dated {when}.</source>
   <translation>本机时钟{said}：报告日期将记为 {when}。</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>This copy of the program does not update itself.</source>
   <translation>本程序副本不支持自动更新。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>This critical result has been withdrawn.</source>
   <translation>此危急值已撤销。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>This earlier exam holds no images.</source>
   <translation>该既往检查没有图像。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>This earlier exam is of another patient and is not shown.</source>
   <translation>该既往检查属于其他患者，未显示。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>This earlier exam may be of another patient; confirm it in the list of priors.</source>
   <translation>该既往检查可能属于其他患者，请在既往检查列表中确认。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>This exam</source>
   <translation>本次检查</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This exam can be read now.</source>
   <translation>此检查现在可以阅片。</translation>
  </message>
  <message>
   <location filename="reader/app/opening.py" />
   <source>This exam contains no images.</source>
   <translation>此检查不含图像。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>This exam has a report. “Show the report” opens it.</source>
   <translation>该检查已有报告，按“显示报告”打开。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>This exam has a signed report already ({name}, {when}).</source>
   <translation>本次检查已有签发的报告（{name}，{when}）。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>This exam has been reported already.</source>
   <translation>该检查已有报告。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>This exam is being reported in another claim.</source>
   <translation>该检查正由另一次认领书写报告。</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>This exam is not claimed on this computer.</source>
   <translation>该检查未在本机领取。</translation>
  </message>
  <message>
   <location filename="reader/app/local_case.py" />
   <source>This exam is not from the worklist.
Nothing that is measured here is kept.</source>
   <translation>此检查不在工作列表中。
此处的测量不会保存。</translation>
  </message>
  <message>
   <location filename="reader/core/history.py" />
   <source>This exam is read-only.</source>
   <translation>本检查为只读。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This exam waits for a second reading, by a doctor who doesn’t know the report.</source>
   <translation>本检查等待第二阅片，由未看过报告的医师进行。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>This exam was reported from another computer.</source>
   <translation>该检查的报告已在另一台电脑上提交。</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>This finding can't be accepted: it {problem}.</source>
   <translation>不能采纳该征象：它{problem}。</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>This finding is locked.</source>
   <translation>此征象已锁定。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>This finding was rejected. Undo the decision before it is inserted into the report.</source>
   <translation>该征象已被排除。请先撤回判定，再插入报告。</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>This finding {problem}, so it can’t be accepted.</source>
   <translation>该征象{problem}，因此不能采纳。</translation>
  </message>
  <message>
   <location filename="reader/app/rereads.py" />
   <source>This hub chooses no reports to be read again.</source>
   <translation>此中心不抽取报告复阅。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>This hub has no statistics.</source>
   <translation>此中心不提供统计。</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>This hub keeps no list of notifiable diseases.</source>
   <translation>此中心没有法定报告疾病清单。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/scaling.py" />
   <source>This image does not say how large its pixels are.</source>
   <translation>该图像未给出像素的实际大小。</translation>
  </message>
  <message>
   <location filename="reader/views/key_images.py" />
   <source>This image has not arrived yet.</source>
   <translation>此图像尚未到达。</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>This image is damaged: {reason}</source>
   <translation>该图像已损坏：{reason}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layers.py" />
   <source>This image is missing</source>
   <translation>此图像缺失</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layers.py" />
   <source>This image is still on its way</source>
   <translation>此图像正在传输</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>This is no file of keys.</source>
   <translation>这不是快捷键文件。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>This is no file of keys: {reason}</source>
   <translation>这不是快捷键文件：{reason}</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>This is not a DICOM file.</source>
   <translation>这不是DICOM文件。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/files.py" />
   <source>This is not a readable report.</source>
   <translation>这不是可读取的报告。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/reading.py" />
   <source>This is not a report template: it has no sections.</source>
   <translation>这不是报告模板：其中没有栏目。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/page.py" />
   <source>This is not an HTML file.</source>
   <translation>这不是HTML文件。</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>This is not possible for this finding now.</source>
   <translation>当前不能对该征象执行此操作。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>This is not the hub: {host} answered with {what}.</source>
   <translation>应答的不是中心：{host} 返回了{what}。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/pin_dialog.py" />
   <source>This is the last try: another wrong PIN locks the token.</source>
   <translation>这是最后一次机会：再输错一次 PIN 码，UKey 将被锁定。</translation>
  </message>
  <message>
   <location filename="reader/core/key_rules.py" />
   <source>This key moves in the list.</source>
   <translation>此按键用于在列表中移动。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_pages.py" />
   <source>This line is {length} mm long if nothing has changed the size of the page.</source>
   <translation>页面未经缩放时，此标尺长 {length} mm。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/pin_dialog.py" />
   <source>This may be the last try: most tokens lock after three wrong PINs.</source>
   <translation>这可能是最后一次机会：多数 UKey 在 PIN 码输错三次后锁定。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/scaling.py" />
   <source>This monitor does not say how large it is.</source>
   <translation>该显示器未给出自身尺寸。</translation>
  </message>
  <message>
   <location filename="reader/app/display_checks.py" />
   <source>This monitor is not calibrated.</source>
   <translation>此显示器未校准。</translation>
  </message>
  <message>
   <location filename="reader/app/display_checks.py" />
   <source>This monitor is not marked for reading.</source>
   <translation>此显示器未标记为阅片用。</translation>
  </message>
  <message>
   <location filename="reader/app/display_checks.py" />
   <source>This monitor is too small for reading.</source>
   <translation>此显示器达不到阅片要求。</translation>
  </message>
  <message>
   <location filename="reader/report/codec_read.py" />
   <source>This object is not a report: it is of class {sop_class}.</source>
   <translation>该对象不是报告，其类型为{sop_class}。</translation>
  </message>
  <message>
   <location filename="reader/app/signed_before.py" />
   <source>This order does not name it. Read it first.</source>
   <translation>本申请未提及该报告，请先阅读。</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>This program trusts no key for updates.</source>
   <translation>本程序未设置受信任的更新公钥。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>This report belongs to another exam than the one on the screen; nothing was sent.</source>
   <translation>该报告与屏幕上的检查不是同一检查，未发送任何内容。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report can be amended now.</source>
   <translation>现在可以更正此报告。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outputs/content.py" />
   <source>This report can't be handed out. {why}</source>
   <translation>该报告不能给出。{why}</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>This report can't be submitted now.</source>
   <translation>该报告现在不能提交。</translation>
  </message>
  <message>
   <location filename="reader/app/afterwards.py" />
   <source>This report does not wait for a review.</source>
   <translation>该报告当前不在待审状态。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is back with you.</source>
   <translation>报告已撤回，由您继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is back with {name}.</source>
   <translation>报告由{name}继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is being handed over.</source>
   <translation>正在提交此报告。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>This report is by {name}, who recalled it.</source>
   <translation>该报告由{name}书写，已由其撤回。</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>This report is by {name}; a reviewer returned it.</source>
   <translation>该报告由{name}书写，已被审核医师退回。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>This report is marked as signed, but: {verdict}.</source>
   <translation>这份报告标为已签署，但：{verdict}。</translation>
  </message>
  <message>
   <location filename="reader/delivery/outputs/content.py" />
   <source>This report is not signed and can't be handed out.</source>
   <translation>该报告尚未签发，不能给出。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>This report is not signed: nothing shows who wrote it, or that it is unchanged.</source>
   <translation>该报告未签名：无法证明由谁书写，也无法证明未被修改。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is on its way to the hub.</source>
   <translation>该报告正在送往中心。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is reviewed and waits for a chief doctor.</source>
   <translation>此报告已审核，待签发。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>This report is signed, but measurements it is built on were changed or can’t be checked.</source>
   <translation>本报告已签发，但其所依据的测量结果已被更改或无法验证。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is signed.</source>
   <translation>该报告已签发。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is waiting for review.</source>
   <translation>该报告待审核。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This report is waiting for review; you may sign it yourself.</source>
   <translation>本报告等待审核；您也可以自行签署。</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>This report was changed after {name} signed it, or its signature can’t be checked.</source>
   <translation>这份报告在 {name} 签名之后被改动过，或者其签名无法验证。</translation>
  </message>
  <message>
   <location filename="reader/volume/loading.py" />
   <source>This series contains no images.</source>
   <translation>此序列不含图像。</translation>
  </message>
  <message>
   <location filename="reader/volume/loading.py" />
   <source>This series may be of another patient; its images are not shown.</source>
   <translation>本序列可能属于其他患者，其图像不予显示。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>This task can't be read</source>
   <translation>无法读取此任务</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>This task has been cancelled.</source>
   <translation>该任务已取消。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This task has ended at the hub meanwhile.</source>
   <translation>此任务已在中心结束。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>This task is done.</source>
   <translation>该任务已完成。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>This time is before the critical result was recorded.</source>
   <translation>该时间早于危急值登记时间。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>This time is in the future.</source>
   <translation>该时间晚于现在。</translation>
  </message>
  <message>
   <location filename="reader/core/policy.py" />
   <source>This version does not know this name.</source>
   <translation>本版本不支持此名称。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>This version has no command {name}.</source>
   <translation>此版本没有命令 {name}。</translation>
  </message>
  <message>
   <location filename="reader/core/chosen_keys.py" />
   <source>This version has no set “{name}”.</source>
   <translation>此版本没有方案“{name}”。</translation>
  </message>
  <message>
   <location filename="reader/core/policy.py" />
   <source>This version knows only the tables [set] and [lock].</source>
   <translation>本版本只支持 [set] 和 [lock] 两个表。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>This version takes the place of the signed one, which is kept. It is sent to the hub at once.</source>
   <translation>此版本将取代已签发版本（原版本保留），并立即发送到中心。</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>This viewport alone</source>
   <translation>仅显示此视口</translation>
  </message>
  <message>
   <location filename="reader/views/model.py" />
   <source>This was measured on an earlier exam, and is not shown.</source>
   <translation>这是在既往检查上测量的，不在图上显示。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>This was written in another claim of this exam than the one that the hub has.</source>
   <translation>本报告是在另一次领取中书写的，与中心当前的领取不符。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>This window does not show the newest report.</source>
   <translation>本窗口显示的不是最新报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>This window shows it as it was before.</source>
   <translation>本窗口显示的是签发前的内容。</translation>
  </message>
  <message>
   <location filename="reader/views/layout.py" />
   <source>Three planes in a row</source>
   <translation>三平面横排</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Thrombus</source>
   <translation>血栓</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Through the information system</source>
   <translation>信息系统</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Thyroid</source>
   <translation>甲状腺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Tibia</source>
   <translation>胫骨</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Time</source>
   <translation>时间</translation>
  </message>
  <message>
   <location filename="reader/views/ui/phase_bar.py" />
   <source>Time shown: , and . step through them</source>
   <translation>当前时相：用 , 和 . 切换</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>Time stamp not valid</source>
   <translation>时间戳无效</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>Time stamp {when} by {authority}</source>
   <translation>时间戳{when} · {authority}</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>Time stamp {when} by {authority}, not known here</source>
   <translation>时间戳{when} · {authority}（本机不认识该机构）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Time stamps from</source>
   <translation>时间戳来源</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>Title</source>
   <translation>名称</translation>
  </message>
  <message>
   <location filename="reader/app/handover.py" />
   <source>To a chief doctor</source>
   <translation>提交签发</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_bar.py" />
   <source>To a chief…</source>
   <translation>提交签发…</translation>
  </message>
  <message>
   <location filename="reader/views/playback.py" />
   <source>To and fro</source>
   <translation>往返</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>To approve</source>
   <translation>待签发</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>To be read again by you</source>
   <translation>待您复阅</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>To be told</source>
   <translation>通知对象</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>To judge: {count}</source>
   <translation>待判定：{count}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>To read a second time</source>
   <translation>待第二阅片</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>To review</source>
   <translation>待审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>To review · addendum</source>
   <translation>补充待审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>To review · amendment</source>
   <translation>更正待审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>To sign · own report</source>
   <translation>待签署 · 本人报告</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>To signature, 90 %</source>
   <translation>审签，第 90 百分位</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>To signature, median</source>
   <translation>审签，中位数</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_view.py" />
   <source>Today</source>
   <translation>今天</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>Token</source>
   <translation>令牌</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>Told at</source>
   <translation>通知时间</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>Told by</source>
   <translation>通知人</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Told {when}</source>
   <translation>{when} 已通知</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_line.py" />
   <source>Told …</source>
   <translation>已通知…</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Told: {how}</source>
   <translation>已通知：{how}</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Too many failed sign-ins for this account or this place.</source>
   <translation>该账号或此处登录失败次数过多。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_port.py" />
   <source>Too many texts in a short time. Try again in a moment.</source>
   <translation>短时间内文字过多，请稍后再试。</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Trachea</source>
   <translation>气管</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>Trail</source>
   <translation>记录</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>True size (1 : 1)</source>
   <translation>实际大小（1 : 1）</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>True size (1 mm : 1 mm)</source>
   <translation>实际大小（1 mm : 1 mm）</translation>
  </message>
  <message>
   <location filename="reader/views/ui/viewport.py" />
   <source>True size, if the monitor is right about its own: hold a ruler to the scale bar.</source>
   <translation>实际大小，以显示器自报的尺寸为准：请用尺子比对比例尺。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Trusted certificate authorities</source>
   <translation>受信任的证书颁发机构</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <location filename="reader/app/way_out.py" />
   <source>Try again in a moment.</source>
   <translation>请稍后再试。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Try again in {seconds} s, or ask your administrator for a new password.</source>
   <translation>请在 {seconds} 秒后重试，或向管理员申请新密码。</translation>
  </message>
  <message>
   <location filename="reader/review/stamping.py" />
   <source>Try again later, or tell your administrator.</source>
   <translation>请稍后重试，或告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Try again; check Caps Lock.</source>
   <translation>请重试；注意大写锁定键。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>Try again; if it continues, tell its administrator.</source>
   <translation>请重试；如仍出现，请告知其管理员。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Try again; if it continues, tell your administrator.</source>
   <translation>请重试；如仍失败，请联系管理员。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>Try all again now</source>
   <translation>立即全部重试</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Turnaround, 90 %</source>
   <translation>周转，第 90 百分位</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Turnaround, median</source>
   <translation>周转，中位数</translation>
  </message>
  <message>
   <location filename="reader/views/steps.py" />
   <source>Turned or flipped</source>
   <translation>旋转或翻转</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Two doctors may be telephoning.</source>
   <translation>可能会有两位医生重复通知。</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>Two numbers, for example 40/400.</source>
   <translation>请输入两个数，例如 40/400。</translation>
  </message>
  <message>
   <location filename="reader/views/turn_commands.py" />
   <source>Type a rotation …</source>
   <translation>输入旋转角度…</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Type a window …</source>
   <translation>输入窗位、窗宽…</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Type it like https://hub.example</source>
   <translation>格式如 https://hub.example</translation>
  </message>
  <message>
   <location filename="reader/core/syslog.py" />
   <source>Type it like tls://logs.example:6514?ca=/path/ca.pem</source>
   <translation>请按此格式输入：tls://logs.example:6514?ca=/path/ca.pem</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Type the hub's address when you sign in.</source>
   <translation>登录时请输入中心地址。</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>Unassigned</source>
   <translation>未分配</translation>
  </message>
  <message>
   <location filename="reader/review/model.py" />
   <source>Unchanged since it was signed, but see the warning</source>
   <translation>签署后未改动，但请看警告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Underline misspelt English words</source>
   <translation>为拼写错误的英文单词加下划线</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/held.py" />
   <source>Undo ({seconds} s)</source>
   <translation>撤销（{seconds} 秒）</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Undo in the report</source>
   <translation>撤销报告编辑</translation>
  </message>
  <message>
   <location filename="reader/findings/commands.py" />
   <source>Undo the decision</source>
   <translation>撤回判定</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>Undo the rejection first.</source>
   <translation>请先撤回排除判定。</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Undone: {what}</source>
   <translation>已撤销：{what}</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_ko.py" />
   <source>Unknown</source>
   <translation>来源不明</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>Unknown author</source>
   <translation>未知报告医师</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>Unlock it first.</source>
   <translation>请先解除锁定。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>Unnamed algorithm</source>
   <translation>未命名算法</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>Unnamed person</source>
   <translation>未署名人员</translation>
  </message>
  <message>
   <location filename="reader/app/ui/unfinished_dialog.py" />
   <source>Unsent reports are safe here and are sent the next time you sign in.</source>
   <translation>待发送的报告已安全保存在本机，您下次登录后发送。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>Until it answers, the addendum stays submitted.</source>
   <translation>中心答复之前，补充报告仍为已提交状态。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>Until it answers, the amendment stays submitted.</source>
   <translation>中心答复之前，更正报告仍为已提交状态。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>Until it answers, the report stays submitted.</source>
   <translation>中心答复之前，报告仍为已提交状态。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>Until {file} can be read, changes of settings hold only until the program ends.</source>
   <translation>在能读取 {file} 之前，对设置的更改只在程序退出前有效。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_banner.py" />
   <source>Update</source>
   <translation>更新</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>Update it the way you got it.</source>
   <translation>请按获取本程序的方式更新。</translation>
  </message>
  <message>
   <location filename="reader/report/journal.py" />
   <source>Update the program, or start a new report.</source>
   <translation>请更新程序，或新建报告。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Updates</source>
   <translation>更新</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>Updates are blocked by a faulty policy file.</source>
   <translation>策略文件有误，更新已停用。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>Updates from</source>
   <translation>更新来源</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Ureter</source>
   <translation>输尿管</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>Urgency</source>
   <translation>紧急程度</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/table_model.py" />
   <source>Urgency: priority, then due time</source>
   <translation>紧急程度：优先级，其次时限</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>Urgent</source>
   <translation>加急</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>Use it as well</source>
   <translation>另加此键</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>Use this key</source>
   <translation>使用此键</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Used for</source>
   <translation>用途</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>User</source>
   <translation>用户</translation>
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>User name</source>
   <translation>用户名</translation>
  </message>
  <message>
   <location filename="reader/views/joining.py" />
   <source>User-aligned: series {numbers}</source>
   <translation>用户指定对齐：序列 {numbers}</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Uterus</source>
   <translation>子宫</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>VTK can't draw</source>
   <translation>VTK 无法绘制</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>Valid until</source>
   <translation>有效期至</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>Value is not a list</source>
   <translation>Value 不是列表</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Value mapping</source>
   <translation>数值换算表</translation>
  </message>
  <message>
   <location filename="reader/views/ui/value_plot.py" />
   <source>Values along the line</source>
   <translation>沿线数值</translation>
  </message>
  <message>
   <location filename="reader/views/ui/value_plot.py" />
   <source>Values in the region</source>
   <translation>区域内数值</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Velocity difference</source>
   <translation>速度差</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Verifications completed, signed or returned</source>
   <translation>已完成的审核，含签发与退回</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>Verified by a person</source>
   <translation>已经医师核实</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>Verified by {name}</source>
   <translation>{name} 已核实</translation>
  </message>
  <message>
   <location filename="reader/core/update/manifest.py" />
   <source>Version {new} can't replace {current}.</source>
   <translation>{new} 版不能直接替换 {current} 版。</translation>
  </message>
  <message>
   <location filename="reader/app/update_command.py" />
   <source>Version {new} is available; this is {current}.</source>
   <translation>有新版本 {new}；当前为 {current}。</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>Version {version} could not be installed.</source>
   <translation>{version} 版安装失败。</translation>
  </message>
  <message>
   <location filename="reader/app/updating.py" />
   <source>Version {version} is available; an administrator has to install it.</source>
   <translation>有新版本 {version}，需由管理员安装。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>Version {version} will be installed at the next start.</source>
   <translation>下次启动时将安装 {version} 版。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>Versions, codecs and checks as plain text; no patient data</source>
   <translation>以纯文本复制版本、解码器和检查结果；不含患者数据</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Vertebrae</source>
   <translation>椎体</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>Vertebrae numbered from {level}</source>
   <translation>已按 {level} 重新编号</translation>
  </message>
  <message>
   <location filename="reader/views/viewport.py" />
   <source>Vessels</source>
   <translation>血管</translation>
  </message>
  <message>
   <location filename="reader/views/steps.py" />
   <source>View changed</source>
   <translation>更改显示</translation>
  </message>
  <message>
   <location filename="reader/views/model.py" />
   <source>View reset</source>
   <translation>重置视图</translation>
  </message>
  <message>
   <location filename="reader/views/panes.py" />
   <source>Viewport divided</source>
   <translation>拆分视口</translation>
  </message>
  <message>
   <location filename="reader/views/panes.py" />
   <source>Viewport taken away</source>
   <translation>移除视口</translation>
  </message>
  <message>
   <location filename="reader/views/ui/spoken.py" />
   <source>Viewport {number}</source>
   <translation>视口 {number}</translation>
  </message>
  <message>
   <location filename="reader/views/panes.py" />
   <source>Viewports divided otherwise</source>
   <translation>调整视口大小</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/page.py" />
   <source>Views</source>
   <translation>视图</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>Visible size</source>
   <translation>可视尺寸</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>Volume</source>
   <translation>容积再现</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Volume of outlines of one name</source>
   <translation>同名轮廓的体积</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Volume view</source>
   <translation>容积再现</translation>
  </message>
  <message>
   <location filename="reader/views/steps.py" />
   <source>Volume view changed</source>
   <translation>更改容积再现预设</translation>
  </message>
  <message>
   <location filename="reader/views/steps.py" />
   <source>Volume view turned</source>
   <translation>旋转容积再现</translation>
  </message>
  <message>
   <location filename="reader/volume/resample.py" />
   <source>Wait until every image is there, then try again.</source>
   <translation>请等所有图像到齐后再试。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>Wait until the exam is loaded, then try again.</source>
   <translation>请等待检查加载完成后重试。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Wait, 90 %</source>
   <translation>等待，第 90 百分位</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>Wait, median</source>
   <translation>等待，中位数</translation>
  </message>
  <message>
   <location filename="reader/worklist/filters.py" />
   <source>Waiting</source>
   <translation>待报告</translation>
  </message>
  <message>
   <location filename="reader/app/claiming.py" />
   <source>Waiting for the hub's answer. You can view the images, but not write yet.</source>
   <translation>正在等待中心应答。可以阅片，暂时不能书写报告。</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>Water</source>
   <translation>水</translation>
  </message>
  <message>
   <location filename="reader/dicom/objects.py" />
   <source>Waveform</source>
   <translation>波形</translation>
  </message>
  <message>
   <location filename="reader/app/ui/report_outputs.py" />
   <source>Web page</source>
   <translation>网页</translation>
  </message>
  <message>
   <location filename="reader/app/dictation_request.py" />
   <source>Web pages may not dictate.</source>
   <translation>网页不得听写。</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>What is being written stays in its window.</source>
   <translation>正在书写的内容保留在窗口中。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>What is printed</source>
   <translation>打印内容</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>What is stored of it stays at the hub and is not gone on with.</source>
   <translation>已存于中心的部分会保留在那里，但不会再继续处理。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_editor.py" />
   <source>What is wrong</source>
   <translation>问题</translation>
  </message>
  <message>
   <location filename="reader/app/anchoring.py" />
   <source>What the worklist shows as delivered is at the hub.</source>
   <translation>工作列表中显示为已送达的报告都在中心上。</translation>
  </message>
  <message>
   <location filename="reader/app/anchoring.py" />
   <source>What this computer has kept is not what the hub has seen of it: records are missing or were replaced.</source>
   <translation>本机保存的内容与中心所见不一致：有记录缺失或被替换。</translation>
  </message>
  <message>
   <location filename="reader/hub/vault.py" />
   <source>What this hub keeps is sealed with another key; nothing was changed.</source>
   <translation>该中心的数据由另一密钥加密；未作任何改动。</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>What this hub keeps is sealed, and no key was given.</source>
   <translation>该中心的数据已加密，未提供密钥。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>What was found</source>
   <translation>复阅结果</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>What was ordered</source>
   <translation>申请项目</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>What was saved of this calibration can't be read.</source>
   <translation>保存的校准记录无法读取。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>What was submitted stays at the hub as it is.</source>
   <translation>已提交的内容在中心保持不变。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>What was submitted stays stored at the hub, unsigned; nobody waits for it any more.</source>
   <translation>已提交的内容仍以未签发状态保存在中心，不再等待任何人处理。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>What was written can't be read on this computer, so it can't be written on. As submitted it is kept.</source>
   <translation>本机上书写的内容无法读取，不能继续书写。已提交的报告仍保留。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>What was written is deleted, as you wished.</source>
   <translation>已按您的选择删除所写内容。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>What you had written is kept; open the exam again.</source>
   <translation>您写的内容已保留；请重新打开检查。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>What you see otherwise</source>
   <translation>您的不同看法</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>What you type now goes into the report. Esc ends that.</source>
   <translation>现在键入的内容会写入报告；按 Esc 取消。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>What you typed meanwhile was not taken: “{text}”</source>
   <translation>等待期间键入的内容未写入：“{text}”</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>What you typed was not taken: {text}</source>
   <translation>您输入的内容未被采用：{text}</translation>
  </message>
  <message>
   <location filename="reader/app/kept_drafts.py" />
   <source>What you wrote in an earlier claim of this exam is kept on this computer.</source>
   <translation>您此前领取本次检查时书写的内容保留在本机。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>What you wrote is kept on this computer.</source>
   <translation>您书写的内容保留在本机。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/mouse_page.py" />
   <source>Wheel</source>
   <translation>滚轮</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_dialogs.py" />
   <source>When it was told: after it was recorded, and not later than now.</source>
   <translation>通知时间：不早于登记时间，不晚于当前时间。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>Where the size of a pixel is not known, the picture fills its place.</source>
   <translation>像素大小未知的图像按版面大小打印。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/trust.py" />
   <source>Whether the certificate of {who} was revoked is not known.</source>
   <translation>无法确定{who}的证书是否已被吊销。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/study_choice.py" />
   <source>Which exam?</source>
   <translation>打开哪个检查？</translation>
  </message>
  <message>
   <location filename="reader/app/ui/stored_report.py" />
   <source>Which of the reports</source>
   <translation>选择报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>Which reports</source>
   <translation>哪些报告</translation>
  </message>
  <message>
   <location filename="reader/app/ui/dictation_dialog.py" />
   <source>Who has the token can type into the open report. A new one shuts out all who have it.</source>
   <translation>持有令牌者可向打开的报告输入文字。更换令牌后，原令牌全部失效。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>Why</source>
   <translation>原因</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_bar.py" />
   <source>Why is it returned?</source>
   <translation>退回原因</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Width of the chest</source>
   <translation>胸廓横径</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>Width of the heart</source>
   <translation>心脏横径</translation>
  </message>
  <message>
   <location filename="reader/views/ui/toolbar.py" />
   <source>Window</source>
   <translation>窗</translation>
  </message>
  <message>
   <location filename="reader/views/tools/window.py" />
   <source>Window and level</source>
   <translation>窗宽窗位</translation>
  </message>
  <message>
   <location filename="reader/views/model.py" />
   <source>Window changed</source>
   <translation>调整窗宽窗位</translation>
  </message>
  <message>
   <location filename="reader/views/spreading.py" />
   <source>Window for images closed</source>
   <translation>关闭图像窗口</translation>
  </message>
  <message>
   <location filename="reader/views/spreading.py" />
   <source>Window for images opened</source>
   <translation>打开图像窗口</translation>
  </message>
  <message>
   <location filename="reader/views/tools/window_region.py" />
   <source>Window of a region</source>
   <translation>按区域调窗</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>Window: centre / width</source>
   <translation>窗位/窗宽</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>With a prior</source>
   <translation>有既往检查</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_dialog.py" />
   <source>With the patient's name</source>
   <translation>含患者姓名</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Withdraw it</source>
   <translation>撤销</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Withdraw the addendum for {name}?</source>
   <translation>撤销 {name} 的补充报告？</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Withdraw the addendum or amendment …</source>
   <translation>撤销补充或更正报告…</translation>
  </message>
  <message>
   <location filename="reader/app/ui/ending.py" />
   <source>Withdraw the amendment for {name}?</source>
   <translation>撤销 {name} 的更正报告？</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>Withdrawn</source>
   <translation>审核已撤回</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Withdrawn · addendum</source>
   <translation>补充审核已取消</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Withdrawn · amendment</source>
   <translation>更正审核已取消</translation>
  </message>
  <message>
   <location filename="reader/review/stamping.py" />
   <source>Without a time stamp nothing may be signed. {why}</source>
   <translation>没有时间戳不得签发。{why}</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>Without the hub, a shortened or rewritten trail can't be detected.</source>
   <translation>未与中心核对时，无法发现记录末尾被截断或整体被重写。</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Wording or template</source>
   <translation>用语或模板问题</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>Words by which a report speaks of it already, and those of an operation after which it is left out; with commas between.</source>
   <translation>报告中出现这些判断词即视为已描述；病史中有所列手术时略去此项。词间用逗号分隔。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>Words of the exam’s description or body part, in any language, separated by commas.</source>
   <translation>检查描述或部位中的词，任何语言均可，以逗号分隔。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/task_table.py" />
   <source>Worklist</source>
   <translation>工作列表</translation>
  </message>
  <message>
   <location filename="reader/report/journal.py" />
   <source>Write a new one; it is saved beside it. Tell your administrator.</source>
   <translation>可重新书写，新草稿会另外保存。请告知管理员。</translation>
  </message>
  <message>
   <location filename="reader/app/commands.py" />
   <source>Write an addendum</source>
   <translation>书写补充报告</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Write findings</source>
   <translation>书写影像所见</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Write in it who was told what, and when.</source>
   <translation>请在其中写明通知了谁、所通知的内容和时间。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>Write it like dimse://CALLED@host:104?calling=READER</source>
   <translation>请写成 dimse://CALLED@host:104?calling=READER 的形式</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Write the impression</source>
   <translation>书写诊断意见</translation>
  </message>
  <message>
   <location filename="reader/report/commands.py" />
   <source>Write the sentence again from its finding</source>
   <translation>按征象重新生成该语句</translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>Written by {author}.</source>
   <translation>报告医师：{author}。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/report_text.py" />
   <source>Written by {name}</source>
   <translation>报告医师：{name}</translation>
  </message>
  <message>
   <location filename="reader/app/results.py" />
   <source>Written in a second reading, without knowing the report.</source>
   <translation>第二阅片时所写，书写时未看报告。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>Written to {path}.</source>
   <translation>已写入 {path}。</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>Written: {path}</source>
   <translation>已写入：{path}</translation>
  </message>
  <message>
   <location filename="reader/review/reasons.py" />
   <source>Wrong side or place</source>
   <translation>侧别或部位错误</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>Wrong user name or password.</source>
   <translation>用户名或密码错误。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/calibration_dialog.py" />
   <source>YYYY-MM-DD</source>
   <translation>年-月-日</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_table.py" />
   <source>Yes</source>
   <translation>是</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>You are not allowed to do this.</source>
   <translation>您没有此操作的权限。</translation>
  </message>
  <message>
   <location filename="reader/review/certificate.py" />
   <source>You can read and save; signing works once it is approved.</source>
   <translation>阅片和保存不受影响；审批通过后即可签署。</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>You can view it, but not report it.</source>
   <translation>可以打开查看，但不能书写报告。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/only_viewed.py" />
   <source>You can view it, or recall it until its review begins.</source>
   <translation>可以查看；审核开始前可以撤回。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/case_window.py" />
   <source>You can view it.</source>
   <translation>可以查看。</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>You can't review your own report.</source>
   <translation>不能审核自己书写的报告。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>You can't verify your own report.</source>
   <translation>不能审核自己书写的报告。</translation>
  </message>
  <message>
   <location filename="reader/app/way_out.py" />
   <source>You have gone on working meanwhile, so you stay signed in.</source>
   <translation>您在此期间继续了工作，因此未退出登录。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>You have no claimed task of this exam that this task could follow.</source>
   <translation>您没有领取该检查的任务，无法据此新建后续任务。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>You have opened this exam on another computer, or this one has lost your claim.</source>
   <translation>您已在另一台电脑上打开该检查，或本机已丢失您的领取记录。</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>You have released this exam.</source>
   <translation>您已释放该检查。</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>You have reviewed this report: a chief doctor signs it.</source>
   <translation>此报告由您审核，须由签发医师签署。</translation>
  </message>
  <message>
   <location filename="reader/report/own_folder.py" />
   <source>You have this template already: “{title}”.</source>
   <translation>已有该模板：“{title}”。</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>You have withdrawn this addendum.</source>
   <translation>您已撤销该补充。</translation>
  </message>
  <message>
   <location filename="reader/worklist/service.py" />
   <source>You have withdrawn this amendment.</source>
   <translation>您已撤销该更正。</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>You wrote this report: another doctor must review it.</source>
   <translation>该报告由您书写，须由其他医师审核。</translation>
  </message>
  <message>
   <location filename="reader/core/update/service.py" />
   <source>Your administrator can set one in the policy.</source>
   <translation>管理员可在策略文件中设置。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Your administrator can unlock it.</source>
   <translation>可由管理员解锁。</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Your approval</source>
   <translation>我在签发</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/signing.py" />
   <source>Your certificate is not valid now (it ends {when}).</source>
   <translation>您的证书当前无效（有效期至 {when}）。</translation>
  </message>
  <message>
   <location filename="reader/review/certificate.py" />
   <source>Your certificate waits for your administrator's approval.</source>
   <translation>您的证书正等待管理员审批。</translation>
  </message>
  <message>
   <location filename="reader/review/certificate.py" />
   <source>Your certificate was revoked on {when} and can't sign any more.</source>
   <translation>您的证书已于{when}被吊销，不能再用于签名。</translation>
  </message>
  <message>
   <location filename="reader/core/bundle.py" />
   <source>Your data are not affected.</source>
   <translation>您的数据不受影响。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>Your entry was not added. Look at the list of critical results.</source>
   <translation>您的记录未被添加，请查看危急值列表。</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>Your hanging protocol is deleted.</source>
   <translation>您的挂片方案已删除。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Your key on the token is not an RSA key. DICOM reports can be signed with RSA keys only.</source>
   <translation>UKey 上您的密钥不是 RSA 密钥。DICOM 报告只能用 RSA 密钥签名。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/token.py" />
   <source>Your key on the token is too short ({bits} bits; 2048 are needed).</source>
   <translation>UKey 上您的密钥太短（{bits}位，至少需要 2048 位）。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_check.py" />
   <source>Your own words stay: “{text}”</source>
   <translation>您自己写的文字仍保留：“{text}”</translation>
  </message>
  <message>
   <location filename="reader/delivery/outbox.py" />
   <source>Your report is kept on this computer.</source>
   <translation>您的报告已保存在本机。</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Your review</source>
   <translation>我在审核</translation>
  </message>
  <message>
   <location filename="reader/core/refusals.py" />
   <source>Your role does not allow this.</source>
   <translation>您的角色无权执行此操作。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>Your roles have been changed at the hub.</source>
   <translation>您在中心的角色已变更。</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Your second reading</source>
   <translation>您的第二阅片</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>Your settings are damaged and can't be read; the default settings are used.</source>
   <translation>您的设置已损坏，无法读取；现使用默认设置。</translation>
  </message>
  <message>
   <location filename="reader/core/settings.py" />
   <source>Your settings can't be read: {reason}</source>
   <translation>无法读取您的设置：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Your sign-in has expired.</source>
   <translation>登录已过期。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_window.py" />
   <source>Your statistics</source>
   <translation>个人统计</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>Your text is saved on this computer and will be sent later.</source>
   <translation>您输入的内容已保存在本机，稍后会自动发送。</translation>
  </message>
  <message>
   <location filename="reader/app/presenter.py" />
   <source>Your text is saved on this computer.</source>
   <translation>您输入的内容已保存在本机。</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>Yours</source>
   <translation>我在报告</translation>
  </message>
  <message>
   <location filename="reader/app/reporting.py" />
   <source>Yours now follows on it: read both before you submit.</source>
   <translation>您的内容现已接在其后，提交前请一并核对。</translation>
  </message>
  <message>
   <location filename="reader/views/tools/zoom.py" />
   <source>Zoom</source>
   <translation>缩放</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Zoom in</source>
   <translation>放大</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>Zoom out</source>
   <translation>缩小</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>Zoom {factor} %</source>
   <translation>缩放 {factor} %</translation>
  </message>
  <message>
   <location filename="reader/views/steps.py" />
   <source>Zoomed or moved</source>
   <translation>缩放或移动</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>a backslash separates values, it can't be in one</source>
   <translation>反斜杠用于分隔多个值，不能出现在值中</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>a certificate that is not trusted here: {reason}</source>
   <translation>本机不信任的证书：{reason}</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>a control character</source>
   <translation>含控制字符</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>a dose of {dose} Bq</source>
   <translation>注射剂量 {dose} Bq</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>a draft</source>
   <translation>草稿</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>a man</source>
   <translation>男性患者</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>a proxy that requires a sign-in</source>
   <translation>要求登录的代理服务器</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/web.py" />
   <source>a receipt for something else</source>
   <translation>其他对象的回执</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>a redirection to {place}</source>
   <translation>到 {place} 的重定向</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>a sequence has too many items</source>
   <translation>序列的条目过多</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>a sequence is broken</source>
   <translation>序列结构已损坏</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>a value of this kind is given in the dataset itself</source>
   <translation>此类值应直接写在数据集中</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>a web page</source>
   <translation>网页</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>a weight of {kg} kg</source>
   <translation>体重 {kg} kg</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>a window has a centre and a width above 0</source>
   <translation>窗需要窗位和大于 0 的窗宽</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>a woman</source>
   <translation>女性患者</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>abdomen</source>
   <translation>腹部</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>accepted</source>
   <translation>已采纳</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>accession number</source>
   <translation>检查号</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>added to or amended</source>
   <translation>补充或更正</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_window.py" />
   <source>administrator</source>
   <translation>管理员</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>adnexa</source>
   <translation>附件</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>adrenal</source>
   <translation>肾上腺</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>age</source>
   <translation>年龄</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>agrees with the hub's</source>
   <translation>与中心一致</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>an answer of another kind ({kind})</source>
   <translation>其他类型的应答（{kind}）</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>an answer that can't be read</source>
   <translation>无法解析的应答</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>an attribute claims {size} bytes</source>
   <translation>某属性声明长度为 {size} 字节</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>an earlier exam hangs beside this one, never in its place</source>
   <translation>既往检查只能挂在本次检查旁边，不能取代本次检查</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>an empty answer</source>
   <translation>空应答</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>an endless answer</source>
   <translation>超长的应答</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>an entry kept on this computer can't be read; tell of it again</source>
   <translation>本机保存的一条记录无法读取，请重新登记或通知</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>an item is not a dataset</source>
   <translation>某个条目不是数据集</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>an unknown person</source>
   <translation>未知人员</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>and {count} more</source>
   <translation>
    <numerusform>另有 {count} 项</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>angiography</source>
   <translation>血管造影</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>ankle</source>
   <translation>踝</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>anterior cerebral artery</source>
   <translation>大脑前动脉</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>any</source>
   <translation>不限</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>any patient</source>
   <translation>任何患者</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>as reader shows images, corrected</source>
   <translation>按 reader 校正后显示图像的灰阶计算</translation>
  </message>
  <message>
   <location filename="reader/terms/calibration.py" />
   <source>at detector</source>
   <translation>探测器平面</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>at low dose</source>
   <translation>低剂量时</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>basal ganglia</source>
   <translation>基底节</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>birth date</source>
   <translation>出生日期</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>bladder</source>
   <translation>膀胱</translation>
  </message>
  <message>
   <location filename="reader/app/ui/study_choice.py" />
   <source>born {date}</source>
   <translation>{date} 出生</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>born {found}, not {expected}</source>
   <translation>出生日期 {found}，应为 {expected}</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>both say the same</source>
   <translation>两者一致</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>both sides</source>
   <translation>双侧</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>breast</source>
   <translation>乳腺</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>built in</source>
   <translation>默认值</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>bundle in {folder}, complete</source>
   <translation>安装包位于 {folder}，完整</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>by the processor: {name} ({kind})</source>
   <translation>由处理器绘制：{name}（{kind}）</translation>
  </message>
  <message>
   <location filename="reader/terms/calibration.py" />
   <source>by the stated magnification {factor}</source>
   <translation>按标称放大率 {factor} 校正</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>by {name}</source>
   <translation>认定人：{name}</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>bytes belong in InlineBinary or BulkDataURI</source>
   <translation>二进制数据应放在 InlineBinary 或 BulkDataURI 中</translation>
  </message>
  <message>
   <location filename="reader/terms/calibration.py" />
   <source>calibrated (fiducial)</source>
   <translation>已按标记物校准</translation>
  </message>
  <message>
   <location filename="reader/terms/calibration.py" />
   <source>calibrated (geometry)</source>
   <translation>已按几何校准</translation>
  </message>
  <message>
   <location filename="reader/terms/calibration.py" />
   <source>calibration not stated</source>
   <translation>校准方式未注明</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>can’t be shown</source>
   <translation>无法显示</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>carotid artery</source>
   <translation>颈动脉</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>cerebellum</source>
   <translation>小脑</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>certainty {percent} %</source>
   <translation>置信度 {percent} %</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>certainty ≥ {percent} %</source>
   <translation>置信度 ≥ {percent} %</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>certificates</source>
   <translation>证书</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>changed since</source>
   <translation>其后有改动</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>checkout in {folder}</source>
   <translation>源代码目录 {folder}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>checks every few seconds</source>
   <translation>定时刷新</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>chest</source>
   <translation>胸部</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>chest, lung; CTA, angio</source>
   <translation>胸, 肺; CTA, 血管</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>chief doctor</source>
   <translation>签发医师</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>cholecystectomy</source>
   <translation>胆囊切除</translation>
  </message>
  <message>
   <location filename="reader/findings/codec.py" />
   <source>cites a segmentation that is not in this exam</source>
   <translation>引用了本次检查中没有的分割结果</translation>
  </message>
  <message>
   <location filename="reader/findings/codec.py" />
   <source>cites images that are not in this exam</source>
   <translation>引用了本次检查中没有的图像</translation>
  </message>
  <message>
   <location filename="reader/review/notifiable.py" />
   <source>class A infectious disease</source>
   <translation>甲类传染病</translation>
  </message>
  <message>
   <location filename="reader/review/notifiable.py" />
   <source>class B infectious disease</source>
   <translation>乙类传染病</translation>
  </message>
  <message>
   <location filename="reader/review/notifiable.py" />
   <source>class C infectious disease</source>
   <translation>丙类传染病</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>clavicle</source>
   <translation>锁骨</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>closed, see below</source>
   <translation>已关闭，见下方说明</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>connecting …</source>
   <translation>正在连接…</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>consolidation</source>
   <translation>实变</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_preview.py" />
   <source>contrast not known</source>
   <translation>是否增强未知</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>counting …</source>
   <translation>正在统计…</translation>
  </message>
  <message>
   <location filename="reader/views/ui/on_paper.py" />
   <source>cut off at the edges</source>
   <translation>边缘已裁去</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>cyst</source>
   <translation>囊肿</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>data-field-completion-action has to be NONE, ALERT or PROHIBIT.</source>
   <translation>data-field-completion-action 须为 NONE、ALERT 或 PROHIBIT。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>data-field-merge-flag has to be true or false.</source>
   <translation>data-field-merge-flag 须为 true 或 false。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>data-section-required has to be true or false.</source>
   <translation>data-section-required 须为 true 或 false。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>data-sex has to be M or F.</source>
   <translation>data-sex 须为 M 或 F。</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>date of creation</source>
   <translation>生成日期</translation>
  </message>
  <message>
   <location filename="reader/app/ui/patient_banner.py" />
   <source>date unknown</source>
   <translation>日期不详</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>deleting …</source>
   <translation>正在删除…</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>disc herniation</source>
   <translation>椎间盘突出</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>does not answer</source>
   <translation>无应答</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>drafts, deliveries and audit trail can be read</source>
   <translation>草稿、发送记录和审计记录均可读取</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>drawn anew</source>
   <translation>重新绘制</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>due now</source>
   <translation>刚到时限</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>edited</source>
   <translation>已修改</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>effusion</source>
   <translation>积液</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>elbow</source>
   <translation>肘</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>embedded demo hub</source>
   <translation>内置演示中心</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>embolism</source>
   <translation>栓塞</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>endless redirections</source>
   <translation>循环重定向</translation>
  </message>
  <message>
   <location filename="reader/terms/calibration.py" />
   <source>estimated, magnification {factor}</source>
   <translation>按放大率 {factor} 估算</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>every image needs an id of its own</source>
   <translation>每幅图像都需要自己的 id</translation>
  </message>
  <message>
   <location filename="reader/app/ui/hanging_dialog.py" />
   <source>every region</source>
   <translation>所有部位</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>everybody</source>
   <translation>所有人</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>exam</source>
   <translation>检查项目</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>exam ID</source>
   <translation>检查编号</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>exam UID</source>
   <translation>检查 UID</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>exam date</source>
   <translation>检查日期</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>exam description</source>
   <translation>检查名称</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>exam time</source>
   <translation>检查时间</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>femoral vessels</source>
   <translation>股血管</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>femur</source>
   <translation>股骨</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>first</source>
   <translation>选项一</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>first round</source>
   <translation>首轮审核</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>foot</source>
   <translation>足</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>found nothing in this exam</source>
   <translation>在本次检查中未发现异常征象</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>fracture</source>
   <translation>骨折</translation>
  </message>
  <message>
   <location filename="reader/study/numbering.py" />
   <source>frame {number}</source>
   <translation>第 {number} 帧</translation>
  </message>
  <message>
   <location filename="reader/study/numbering.py" />
   <source>frames {numbers}</source>
   <translation>第 {numbers} 帧</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>from</source>
   <translation>下限</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>frontal</source>
   <translation>额叶</translation>
  </message>
  <message>
   <location filename="reader/volume/paging.py" />
   <source>full size</source>
   <translation>原始大小</translation>
  </message>
  <message>
   <location filename="reader/volume/assembly.py" />
   <source>gantry tilt {angle}°</source>
   <translation>机架倾斜 {angle}°</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>haemorrhage</source>
   <translation>出血</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>half a surrogate pair</source>
   <translation>含不完整的字符（半个代理对）</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>hand</source>
   <translation>手</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>has {count} values, at most {most} are allowed</source>
   <translation>有 {count} 个值，最多允许 {most} 个</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>head</source>
   <translation>头部</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>hemisphere</source>
   <translation>大脑半球</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>hernia</source>
   <translation>疝</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>hidden</source>
   <translation>已隐藏</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>hip</source>
   <translation>髋</translation>
  </message>
  <message>
   <location filename="reader/app/ui/status_line.py" />
   <source>hub ○ does not answer</source>
   <translation>中心 ○ 无应答</translation>
  </message>
  <message>
   <location filename="reader/app/ui/status_line.py" />
   <source>hub ◌</source>
   <translation>中心 ◌</translation>
  </message>
  <message>
   <location filename="reader/app/ui/status_line.py" />
   <source>hub ●</source>
   <translation>中心 ●</translation>
  </message>
  <message>
   <location filename="reader/app/ui/status_line.py" />
   <source>hub ◐</source>
   <translation>中心 ◐</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>human</source>
   <translation>医师</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>iliac vessels</source>
   <translation>髂血管</translation>
  </message>
  <message>
   <location filename="reader/volume/parts.py" />
   <source>image number</source>
   <translation>图像号</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/capture.py" />
   <source>image {number}</source>
   <translation>图像{number}</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>images</source>
   <translation>图像</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>in any case</source>
   <translation>任何情况</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>in review</source>
   <translation>审核中</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>infarct</source>
   <translation>梗死</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>instance number</source>
   <translation>实例号</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>inverted</source>
   <translation>已反相</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_sr.py" />
   <source>is in a frame of reference that no image of this exam has</source>
   <translation>所用的参考坐标系与本次检查的任何图像都不一致</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>issuer of the patient ID</source>
   <translation>患者号颁发机构</translation>
  </message>
  <message>
   <location filename="reader/app/ui/prior_panel.py" />
   <source>issuer unknown</source>
   <translation>颁发机构不详</translation>
  </message>
  <message>
   <location filename="reader/study/service.py" />
   <source>it can't be read</source>
   <translation>无法读取</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>it claims to be the same image as {name}</source>
   <translation>与 {name} 的图像标识相同</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>it claims {rows} × {columns} pixels</source>
   <translation>声明的尺寸为 {rows} × {columns} 像素</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>it closed the connection without an answer</source>
   <translation>对方未应答即断开连接</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>it did not answer in time</source>
   <translation>对方未及时应答</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>it does not know this workstation.</source>
   <translation>中心未登记本工作站。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/storing.py" />
   <source>it does not say what it belongs to</source>
   <translation>未注明所属检查</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>it does not say which exam it belongs to</source>
   <translation>未注明所属检查</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>it ends too early</source>
   <translation>数据不完整</translation>
  </message>
  <message>
   <location filename="reader/core/certificates.py" />
   <source>it has expired</source>
   <translation>证书已过期</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/description.py" />
   <source>it has no pixel data</source>
   <translation>没有像素数据</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/description.py" />
   <source>it has no rows and columns</source>
   <translation>缺少行数和列数</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it has no stages</source>
   <translation>没有任何步骤</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>it has too many attributes</source>
   <translation>属性过多</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/description.py" />
   <source>it has {bits} bits a pixel, which is not supported</source>
   <translation>每像素 {bits} 位，不受支持</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>it holds nothing that can be read</source>
   <translation>其中没有可读取的内容</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>it is a live video of the operating room (SMPTE ST 2110), which has no pixels in the file</source>
   <translation>这是手术室实时视频（SMPTE ST 2110），文件中没有像素</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/video.py" />
   <source>it is a video, and this installation has no player for it</source>
   <translation>这是视频，而此安装没有可用的播放组件</translation>
  </message>
  <message>
   <location filename="reader/app/prior_reports.py" />
   <source>it is damaged</source>
   <translation>文件已损坏</translation>
  </message>
  <message>
   <location filename="reader/core/certificates.py" />
   <source>it is for another address</source>
   <translation>证书不属于该地址</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is larger than {count} characters</source>
   <translation>超过 {count} 个字符</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is neither true nor false</source>
   <translation>既不是 true 也不是 false</translation>
  </message>
  <message>
   <location filename="reader/report/library.py" />
   <source>it is no file</source>
   <translation>不是文件</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is no list</source>
   <translation>不是列表</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>it is no longer the same image</source>
   <translation>图像内容已改变</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is no number</source>
   <translation>不是数</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is no number above 0</source>
   <translation>不是大于 0 的数</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is no object</source>
   <translation>不是对象</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is no text</source>
   <translation>不是文本</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it is none of {names}</source>
   <translation>只能是以下之一：{names}</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>it is not a DICOM file</source>
   <translation>不是 DICOM 文件</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>it is not said to which moment decay was corrected</source>
   <translation>未注明衰减校正的时刻</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>it is not there</source>
   <translation>文件不存在</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>it is not there any more</source>
   <translation>文件已不存在</translation>
  </message>
  <message>
   <location filename="reader/core/certificates.py" />
   <source>it is not valid yet; check this computer's clock</source>
   <translation>证书尚未生效，请检查本机时钟</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>it is protected by a password; unpack it first</source>
   <translation>有密码保护，请先解压</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>it keeps no audit trails.</source>
   <translation>中心不保存审计记录。</translation>
  </message>
  <message>
   <location filename="reader/volume/placing.py" />
   <source>it may be of another patient: {how}</source>
   <translation>可能属于其他患者：{how}</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it needs parts, and a share for each or none</source>
   <translation>需要有组成部分，份额要么每个都给，要么都不给</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it needs two numbers</source>
   <translation>需要两个数</translation>
  </message>
  <message>
   <location filename="reader/volume/placing.py" />
   <source>it says it is of another patient: {how}</source>
   <translation>图像标明属于其他患者：{how}</translation>
  </message>
  <message>
   <location filename="reader/core/certificates.py" />
   <source>it was revoked</source>
   <translation>证书已被吊销</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>it was written for a newer version of the program</source>
   <translation>它是为更新版本的程序编写的</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>it would unpack to more than {size} MB</source>
   <translation>解压后将超过 {size} MB</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>it would unpack to {size} MB</source>
   <translation>解压后将有 {size} MB</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its JPEG process was withdrawn from the standard and can't be read here</source>
   <translation>其 JPEG 编码方式已从标准中撤销，此处无法读取</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>its address is not known; give --hub.</source>
   <translation>不知道中心地址，请用 --hub 指定。</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>its answer makes no sense</source>
   <translation>对方应答无法识别</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>its author</source>
   <translation>报告医师</translation>
  </message>
  <message>
   <location filename="reader/core/certificates.py" />
   <source>its authority is not known here</source>
   <translation>本机没有其颁发机构的证书</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/luts.py" />
   <source>its colour table is damaged</source>
   <translation>颜色查找表已损坏</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/luts.py" />
   <source>its colour table is missing</source>
   <translation>缺少颜色查找表</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/description.py" />
   <source>its colours are in {name}, which is not supported</source>
   <translation>其颜色采用 {name}，不受支持</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>its compressed bytes are damaged</source>
   <translation>压缩数据已损坏</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/description.py" />
   <source>its compressed pixel data does not begin as it should</source>
   <translation>压缩像素数据的开头不正确</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its compressed pixels are {rows} × {columns}, not what it says</source>
   <translation>压缩数据实际为 {rows} × {columns}，与图像头声明不符</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its compressed pixels can't be decoded</source>
   <translation>压缩的像素数据无法解码</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its compressed pixels have {count} colours, not what it says</source>
   <translation>
    <numerusform>压缩像素有 {count} 个颜色分量，与其声明不符</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>its compression is not supported</source>
   <translation>压缩方式不受支持</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its frames are compressed together (JPEG 2000 Part 2), which can't be read</source>
   <translation>其各帧被合并压缩（JPEG 2000 第 2 部分），无法读取</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>its images contradict each other</source>
   <translation>同一序列的图像互相矛盾</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/description.py" />
   <source>its number of frames can’t be right: {number}</source>
   <translation>帧数不可能为 {number}</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/frames.py" />
   <source>its pixel data has too many fragments</source>
   <translation>像素数据的分片过多</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its pixel data is cut off</source>
   <translation>像素数据不完整（被截断）</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its pixels are not in the file but on a JPIP server</source>
   <translation>像素不在文件中，而在 JPIP 服务器上</translation>
  </message>
  <message>
   <location filename="reader/volume/placing.py" />
   <source>its size or kind is not that of the other images</source>
   <translation>其尺寸或类型与其他图像不同</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>its transfer syntax {uid} is not known</source>
   <translation>不支持其传输语法 {uid}</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/video.py" />
   <source>its video can't be played</source>
   <translation>其视频无法播放</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/video.py" />
   <source>its video format is not known</source>
   <translation>不是已知的视频流格式</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>kept in the keyring: {place}</source>
   <translation>保存在密钥环：{place}</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>kidney</source>
   <translation>肾</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>knee</source>
   <translation>膝</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>lateral ventricle</source>
   <translation>侧脑室</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>left</source>
   <translation>左侧</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>left lower lung</source>
   <translation>左下肺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>left upper lung</source>
   <translation>左上肺</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>limb</source>
   <translation>四肢关节</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>line {line}: {why}</source>
   <translation>第{line}行：{why}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>live</source>
   <translation>实时</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>liver</source>
   <translation>肝</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>liver, hepatic</source>
   <translation>肝, 肝脏</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/panel.py" />
   <source>locked</source>
   <translation>已锁定</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>locked by the hospital</source>
   <translation>医院锁定</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>longer than {most} characters</source>
   <translation>超过 {most} 个字符</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>looks at {place}</source>
   <translation>来源：{place}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>low dose</source>
   <translation>低剂量</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>lung</source>
   <translation>肺</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>mammography</source>
   <translation>乳腺X线摄影</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>mass</source>
   <translation>肿块</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>maxillary sinus</source>
   <translation>上颌窦</translation>
  </message>
  <message>
   <location filename="reader/views/prior_measures.py" />
   <source>measured on the earlier exam</source>
   <translation>在既往检查上的测量</translation>
  </message>
  <message>
   <location filename="reader/views/prior_measures.py" />
   <source>measurement on the earlier exam deleted</source>
   <translation>删除既往检查上的测量</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>men</source>
   <translation>男性</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>middle cerebral artery</source>
   <translation>大脑中动脉</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>mirrored</source>
   <translation>已镜像</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>missing: {names}</source>
   <translation>缺少：{names}</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>modality</source>
   <translation>检查设备类型</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>more than five components</source>
   <translation>超过五个组成部分</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>more than one radiopharmaceutical was given</source>
   <translation>注射了不止一种放射性药物</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/report/library.py" />
   <source>more than {count} files</source>
   <translation>
    <numerusform>超过 {count} 个文件</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>more than {count} panes</source>
   <translation>窗格多于{count}个</translation>
  </message>
  <message>
   <location filename="reader/volume/parts.py" />
   <source>mosaic: many slices in one picture, without patient coordinates</source>
   <translation>拼图图像：一幅含多层，无患者坐标</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>moved</source>
   <translation>已移动</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>moved {distance}</source>
   <translation>移动 {distance}</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>name or birth date missing</source>
   <translation>缺少姓名或出生日期</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>name {found}, not {expected}</source>
   <translation>姓名 {found}，应为 {expected}</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>name {found}, similar to {expected}</source>
   <translation>姓名 {found}，与 {expected} 相近</translation>
  </message>
  <message>
   <location filename="reader/review/diff.py" />
   <source>neither positive nor negative</source>
   <translation>未标阳性或阴性</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>nested more than {most} deep</source>
   <translation>嵌套超过 {most} 层</translation>
  </message>
  <message>
   <location filename="reader/core/json_text.py" />
   <source>nested too deeply</source>
   <translation>嵌套过深</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>never</source>
   <translation>从不</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>no ID</source>
   <translation>无患者号</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/workitem.py" />
   <source>no SOP Instance UID or no Procedure Step State</source>
   <translation>缺少 SOP Instance UID 或 Procedure Step State</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>no accession number</source>
   <translation>无检查号</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>no change</source>
   <translation>无修改</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>no condition</source>
   <translation>无附加条件</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_pages.py" />
   <source>no date</source>
   <translation>无日期</translation>
  </message>
  <message>
   <location filename="reader/app/ui/study_choice.py" />
   <source>no description</source>
   <translation>无描述</translation>
  </message>
  <message>
   <location filename="reader/views/readout.py" />
   <source>no image</source>
   <translation>无图像</translation>
  </message>
  <message>
   <location filename="reader/views/readout.py" />
   <source>no image (padding)</source>
   <translation>无图像（填充值）</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>no image is called {name}</source>
   <translation>没有名为{name}的图像</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>no issuer of the patient ID</source>
   <translation>患者号无颁发机构</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>no key</source>
   <translation>无快捷键</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>no keyring; kept in {place}</source>
   <translation>没有密钥环；保存在 {place}</translation>
  </message>
  <message>
   <location filename="reader/app/desk.py" />
   <source>no name</source>
   <translation>无姓名</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>no patient ID</source>
   <translation>无患者号</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>no patient stated</source>
   <translation>未注明患者</translation>
  </message>
  <message>
   <location filename="reader/delivery/mllp.py" />
   <source>no secure connection: {reason}</source>
   <translation>无法建立安全连接：{reason}</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>no units</source>
   <translation>无单位</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>nodule</source>
   <translation>结节</translation>
  </message>
  <message>
   <location filename="reader/terms/calibration.py" />
   <source>nominal, scanned</source>
   <translation>标称扫描尺寸</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>none</source>
   <translation>无</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>none ({file})</source>
   <translation>无（{file}）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>none is known to reader</source>
   <translation>reader 没有校准记录</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>none is set up yet</source>
   <translation>尚未设置</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>none yet</source>
   <translation>暂无</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>none; Chinese names show as boxes</source>
   <translation>没有；中文姓名会显示为方框</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>normal {when}</source>
   <translation>{when}为正常描述</translation>
  </message>
  <message>
   <location filename="reader/core/json_text.py" />
   <source>not JSON</source>
   <translation>不是 JSON</translation>
  </message>
  <message>
   <location filename="reader/core/json_text.py" />
   <source>not UTF-8</source>
   <translation>不是 UTF-8 编码</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a UID</source>
   <translation>不是 UID</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a URI</source>
   <translation>不是 URI</translation>
  </message>
  <message>
   <location filename="reader/dicom/records.py" />
   <source>not a dataset</source>
   <translation>不是数据集</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a date YYYYMMDD</source>
   <translation>不是 YYYYMMDD 格式的日期</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a date and time YYYYMMDDHHMMSS.FFFFFF&amp;ZZXX</source>
   <translation>不是 YYYYMMDDHHMMSS.FFFFFF&amp;ZZXX 格式的日期时间</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a decimal number of up to 16 characters</source>
   <translation>不是 16 个字符以内的十进制数</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a finite number</source>
   <translation>不是有限数值</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a number</source>
   <translation>不是数字</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a tag of 8 hexadecimal digits</source>
   <translation>不是 8 位十六进制的标签</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a text</source>
   <translation>不是文本</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a time HHMMSS.FFFFFF</source>
   <translation>不是 HHMMSS.FFFFFF 格式的时间</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not a whole number</source>
   <translation>不是整数</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_sources.py" />
   <source>not among the images that are shown of this exam</source>
   <translation>不在本检查可显示的图像中</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not an AE title of up to 16 characters</source>
   <translation>不是 16 个字符以内的 AE 标题</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not an age nnnD, nnnW, nnnM or nnnY</source>
   <translation>不是 nnnD、nnnW、nnnM 或 nnnY 格式的年龄</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not an object of name groups</source>
   <translation>不是由姓名组构成的对象</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not an object with a vr</source>
   <translation>不是含 vr 的对象</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>not at the hub yet</source>
   <translation>尚未送达中心</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not between {low} and {high}</source>
   <translation>不在 {low} 至 {high} 之间</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>not calibrated: lengths in pixels</source>
   <translation>未校准：长度以像素计</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>not corrected for attenuation and decay</source>
   <translation>未做衰减校正（组织衰减和时间衰减）</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>not for this image</source>
   <translation>不用于此图像</translation>
  </message>
  <message>
   <location filename="reader/app/local_case.py" />
   <source>not from the worklist</source>
   <translation>不在工作列表中</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>not read back</source>
   <translation>未复述</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>not said</source>
   <translation>未注明</translation>
  </message>
  <message>
   <location filename="reader/app/ui/identity_question.py" />
   <source>not stated</source>
   <translation>未注明</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_pages.py" />
   <source>not surely the same patient</source>
   <translation>不能确定是同一患者</translation>
  </message>
  <message>
   <location filename="reader/views/ui/on_paper.py" />
   <source>not to scale: the image does not say how large its pixels are</source>
   <translation>无比例：图像未注明像素大小</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>not up to 16 of A-Z, 0-9, space and _</source>
   <translation>不是由 A-Z、0-9、空格和 _ 组成的 16 个字符以内的代码</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>not verified by a person</source>
   <translation>未经医师核实</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/codec.py" />
   <source>nothing is called {name}</source>
   <translation>没有名为{name}的字段</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>nothing waiting</source>
   <translation>没有待发送内容</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>nowhere</source>
   <translation>无</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>nuclear medicine</source>
   <translation>核医学</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>occipital</source>
   <translation>枕叶</translation>
  </message>
  <message>
   <location filename="reader/review/notifiable.py" />
   <source>occupational disease</source>
   <translation>职业病</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_table.py" />
   <source>of the set</source>
   <translation>来自方案</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>of {total} in this computer</source>
   <translation>本机共 {total}</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>off: no trusted key</source>
   <translation>未启用：没有受信任的公钥</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>off: no update source is set</source>
   <translation>未启用：未设置更新来源</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>off: this copy does not update itself</source>
   <translation>未启用：本副本不支持自动更新</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>ok</source>
   <translation>正常</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>order</source>
   <translation>申请单</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>ovary</source>
   <translation>卵巢</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>parietal</source>
   <translation>顶叶</translation>
  </message>
  <message>
   <location filename="reader/views/presentation.py" />
   <source>partly readable</source>
   <translation>部分可读</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>passed on</source>
   <translation>提交签发</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>patient ID</source>
   <translation>患者号</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>patient ID of {found}, not of {expected}</source>
   <translation>患者号由 {found} 颁发，应为 {expected}</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>patient ID {found}, not {expected}</source>
   <translation>患者号为 {found}，应为 {expected}</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>patient ID {found}, similar to {expected}</source>
   <translation>患者号 {found} 与 {expected} 相近</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>patient's name</source>
   <translation>患者姓名</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>pelvis</source>
   <translation>盆腔</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>pleura</source>
   <translation>胸膜</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>pneumothorax</source>
   <translation>气胸</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>posterior cerebral artery</source>
   <translation>大脑后动脉</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>press again</source>
   <translation>再按一次确认</translation>
  </message>
  <message>
   <location filename="reader/app/ui/print_pages.py" />
   <source>printed by {user}, {time}</source>
   <translation>打印：{user}，{time}</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>prior date</source>
   <translation>既往检查日期</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>prostate</source>
   <translation>前列腺</translation>
  </message>
  <message>
   <location filename="reader/views/ui/value_plot.py" />
   <source>px</source>
   <translation>像素</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>radiography</source>
   <translation>X线摄影</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>read back</source>
   <translation>已复述</translation>
  </message>
  <message>
   <location filename="reader/report/ui/panel.py" />
   <source>read only</source>
   <translation>只读</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>reader is already running with the same data on another computer: {name}.</source>
   <translation>reader 正在另一台计算机上使用同一份数据：{name}。</translation>
  </message>
  <message>
   <location filename="reader/app/program.py" />
   <source>reader is already running.</source>
   <translation>reader 已在运行。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/audit_window.py" />
   <source>reader – audit trail</source>
   <translation>reader – 审计记录</translation>
  </message>
  <message>
   <location filename="reader/app/ui/help_window.py" />
   <source>reader – handbook: {page}</source>
   <translation>reader – 手册：{page}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/sign_in.py" />
   <source>reader – sign in</source>
   <translation>reader – 登录</translation>
  </message>
  <message>
   <location filename="reader/app/ui/statistics_window.py" />
   <source>reader – statistics</source>
   <translation>reader – 统计</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>reader – worklist</source>
   <translation>reader – 工作列表</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>reader, from these measurements</source>
   <translation>reader，依据这些测量数据</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>recorded by {name}</source>
   <translation>由 {name} 登记</translation>
  </message>
  <message>
   <location filename="reader/volume/paging.py" />
   <source>reduced</source>
   <translation>缩减</translation>
  </message>
  <message>
   <location filename="reader/volume/paging.py" />
   <source>reduced to fit the memory: {factor} × {factor} pixels averaged</source>
   <translation>为适应内存而缩减：每 {factor} × {factor} 像素取平均</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>referring physician</source>
   <translation>申请医师</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>rejected</source>
   <translation>已排除</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>repeated</source>
   <translation>重复</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>reporting</source>
   <translation>报告医师</translation>
  </message>
  <message>
   <location filename="reader/report/ui/section.py" />
   <source>required</source>
   <translation>必填</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>resampled</source>
   <translation>已重采样</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>returned</source>
   <translation>退回</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>returned it</source>
   <translation>已退回</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>returned to its author</source>
   <translation>已退回报告医师</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>reviewed it</source>
   <translation>审核通过</translation>
  </message>
  <message>
   <location filename="reader/app/ui/worklist_window.py" />
   <source>reviewing</source>
   <translation>审核医师</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>rib</source>
   <translation>肋骨</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>right</source>
   <translation>右侧</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>right lower lung</source>
   <translation>右下肺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>right middle lung</source>
   <translation>右中肺</translation>
  </message>
  <message>
   <location filename="reader/findings/codes.py" />
   <source>right upper lung</source>
   <translation>右上肺</translation>
  </message>
  <message>
   <location filename="reader/views/typed.py" />
   <source>rotated {degrees}°</source>
   <translation>已旋转 {degrees}°</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/rows.py" />
   <source>row {number}: {reason}</source>
   <translation>第 {number} 行：{reason}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/saved.py" />
   <source>saved</source>
   <translation>已保存</translation>
  </message>
  <message>
   <location filename="reader/report/ui/saved.py" />
   <source>saved {minutes} min ago</source>
   <translation>{minutes}分钟前已保存</translation>
  </message>
  <message>
   <location filename="reader/report/ui/saved.py" />
   <source>saved {seconds} s ago</source>
   <translation>{seconds}秒前已保存</translation>
  </message>
  <message>
   <location filename="reader/report/ui/panel.py" />
   <source>saving …</source>
   <translation>正在保存…</translation>
  </message>
  <message>
   <location filename="reader/views/ui/on_paper.py" />
   <source>scale {ratio}</source>
   <translation>比例 {ratio}</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>sealed with a key that is not here</source>
   <translation>已加密，本机没有密钥</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>second</source>
   <translation>选项二</translation>
  </message>
  <message>
   <location filename="reader/dicom/header.py" />
   <source>sequences are nested too deep</source>
   <translation>序列嵌套过深</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>series description</source>
   <translation>序列描述</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>series number</source>
   <translation>序列号</translation>
  </message>
  <message>
   <location filename="reader/app/ui/status_line.py" />
   <source>series {number}: {arrived} of {expected}</source>
   <translation>序列 {number}：{arrived}/{expected}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>set by the hospital</source>
   <translation>医院预设</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_table.py" />
   <source>set here</source>
   <translation>本机自定</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>several planes</source>
   <translation>多个平面</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>sex</source>
   <translation>性别</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>sex {found}, not {expected}</source>
   <translation>性别 {found}，应为 {expected}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>sharpened {step} of {steps}</source>
   <translation>已锐化 {step}/{steps}</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>shoulder</source>
   <translation>肩</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>sign-in</source>
   <translation>登录</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>signed</source>
   <translation>已签发</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>signed a new version of it</source>
   <translation>签署了新版本</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>signed it</source>
   <translation>签署了报告</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>signed off</source>
   <translation>签署</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>signed the addendum</source>
   <translation>签署了补充报告</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>signed the amendment</source>
   <translation>签署了更正报告</translation>
  </message>
  <message>
   <location filename="reader/report/ui/section.py" />
   <source>signed, locked</source>
   <translation>已签发，锁定</translation>
  </message>
  <message>
   <location filename="reader/volume/assembly.py" />
   <source>slices shifted sideways</source>
   <translation>层面有侧向偏移</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>smoothed {step} of {steps}</source>
   <translation>已平滑 {step}/{steps}</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>something other than tasks</source>
   <translation>并非任务的内容</translation>
  </message>
  <message>
   <location filename="reader/dicom/ups/client.py" />
   <source>something other than this task</source>
   <translation>并非该任务的内容</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>something that is not TLS ({reason})</source>
   <translation>非 TLS 的内容（{reason}）</translation>
  </message>
  <message>
   <location filename="reader/volume/resample.py" />
   <source>spaced evenly</source>
   <translation>已等间距化</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>spine</source>
   <translation>脊柱</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>stone</source>
   <translation>结石</translation>
  </message>
  <message>
   <location filename="reader/volume/resample.py" />
   <source>straightened</source>
   <translation>已校正倾斜</translation>
  </message>
  <message>
   <location filename="reader/review/service.py" />
   <source>submitted for review</source>
   <translation>提交审核</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>submitted it again</source>
   <translation>再次提交审核</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>submitted it, then recalled it</source>
   <translation>提交审核后撤回</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>taken as the same patient by a person's word</source>
   <translation>经人工确认为同一患者</translation>
  </message>
  <message>
   <location filename="reader/study/admission.py" />
   <source>taken as this patient</source>
   <translation>已认定为同一患者</translation>
  </message>
  <message>
   <location filename="reader/study/admission.py" />
   <source>taken as this patient by {name}</source>
   <translation>由{name}认定为同一患者</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>taken over by {by}</source>
   <translation>已由 {by} 接手</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>tell {whom}</source>
   <translation>请通知 {whom}</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>temporal</source>
   <translation>颞叶</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>testis</source>
   <translation>睾丸</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>thalamus</source>
   <translation>丘脑</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media.py" />
   <source>the DICOMDIR names it, but it is not there</source>
   <translation>DICOMDIR 中有记录，但文件不存在</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>the ZIP file is damaged</source>
   <translation>ZIP 文件已损坏</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>the archive answers</source>
   <translation>归档有应答</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_receive.py" />
   <source>the archive could not send it</source>
   <translation>归档无法发送该图像</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>the colours</source>
   <translation>伪彩</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/description.py" />
   <source>the description of its pixels is damaged</source>
   <translation>像素描述已损坏</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>the disc reports an error ({reason})</source>
   <translation>磁盘报告错误（{reason}）</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>the dose is missing</source>
   <translation>缺少注射剂量</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>the half-life is missing</source>
   <translation>缺少半衰期</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>the hub does not report its time</source>
   <translation>中心未提供其时间</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>the hub's certificates</source>
   <translation>中心颁发的证书</translation>
  </message>
  <message>
   <location filename="reader/views/commands.py" />
   <source>the last point</source>
   <translation>最后一点</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>the next task</source>
   <translation>后续任务</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>the offset from UTC is not between -1200 and +1400</source>
   <translation>与 UTC 的时差不在 -1200 至 +1400 之间</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>the patient's weight is missing</source>
   <translation>缺少患者体重</translation>
  </message>
  <message>
   <location filename="reader/app/audit_rows.py" />
   <source>the program</source>
   <translation>本程序</translation>
  </message>
  <message>
   <location filename="reader/app/report_copies.py" />
   <source>the report has to be signed first.</source>
   <translation>报告尚未签发，签发后即可。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/rebuilt.py" />
   <source>the server can't send it without loss</source>
   <translation>服务器不能无损地提供该图像</translation>
  </message>
  <message>
   <location filename="reader/volume/by_instance.py" />
   <source>the server does not have it</source>
   <translation>服务器上没有该图像</translation>
  </message>
  <message>
   <location filename="reader/volume/placing.py" />
   <source>the server sent another image in its place</source>
   <translation>服务器发来的是另一幅图像</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/rebuilt.py" />
   <source>the server's description of it can't be read</source>
   <translation>无法读取服务器对该图像的描述</translation>
  </message>
  <message>
   <location filename="reader/volume/placing.py" />
   <source>the server's list does not name it</source>
   <translation>服务器的列表中没有该图像</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>the sharpness</source>
   <translation>锐化或平滑</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>the task is not done</source>
   <translation>任务未完成</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>the time of the injection is missing</source>
   <translation>缺少注射时间</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>the time of the scan is missing</source>
   <translation>缺少扫描时间</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>the times of injection and scan contradict each other</source>
   <translation>注射时间与扫描时间矛盾</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/dicom/pixels/video.py" />
   <source>the video ends after {count} of its {total} pictures</source>
   <translation>
    <numerusform>视频在第 {count} 幅后中断（共应有 {total} 幅）</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/dicom/pixels/video.py" />
   <source>the video has more than the {count} pictures it says</source>
   <translation>
    <numerusform>视频的图像多于其声明的 {count} 幅</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/video.py" />
   <source>the video is too long: the first {count} of its {total} pictures are shown</source>
   <translation>视频过长：只显示前 {count} 幅（共 {total} 幅）</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>the vr is missing</source>
   <translation>缺少 vr</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>the vr is not in the standard</source>
   <translation>vr 不在标准之内</translation>
  </message>
  <message>
   <location filename="reader/dicom/pixels/codecs.py" />
   <source>there is not enough memory for it</source>
   <translation>内存不足，无法打开</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>there twice</source>
   <translation>重复出现</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>this attribute is {vr}</source>
   <translation>该属性的 VR 应为 {vr}</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>this group or group length can't be in a dataset</source>
   <translation>该组或组长度不允许出现在数据集中</translation>
  </message>
  <message>
   <location filename="reader/app/audit.py" />
   <source>this is the hub's own trail.</source>
   <translation>这是中心自身的审计记录。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_parts.py" />
   <source>thoracic spine</source>
   <translation>胸椎</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>those of the system</source>
   <translation>系统自带</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>thyroid</source>
   <translation>甲状腺</translation>
  </message>
  <message>
   <location filename="reader/volume/parts.py" />
   <source>time of acquisition</source>
   <translation>采集时间</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/names.py" />
   <source>time of creation</source>
   <translation>生成时间</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>to</source>
   <translation>上限</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>told; the hub does not have it yet</source>
   <translation>已通知，尚未送达中心</translation>
  </message>
  <message>
   <location filename="reader/volume/paging.py" />
   <source>too large for the memory: each picture is read from this computer's disk when it is looked at</source>
   <translation>超出内存：浏览时逐幅从本机磁盘读取</translation>
  </message>
  <message>
   <location filename="reader/views/ui/on_paper.py" />
   <source>true size 1 : 1</source>
   <translation>实际大小 1 : 1</translation>
  </message>
  <message>
   <location filename="reader/report/ui/panel.py" />
   <source>trying again …</source>
   <translation>正在重试…</translation>
  </message>
  <message>
   <location filename="reader/report/modality.py" />
   <source>ultrasound</source>
   <translation>超声</translation>
  </message>
  <message>
   <location filename="reader/volume/assembly.py" />
   <source>uneven slices: {least} to {most} mm</source>
   <translation>层间距不均：{least} 至 {most} mm</translation>
  </message>
  <message>
   <location filename="reader/findings/codec_seg.py" />
   <source>uneven spacing of the segmented slices</source>
   <translation>分割层面间距不均匀</translation>
  </message>
  <message>
   <location filename="reader/volume/suv.py" />
   <source>units “{units}”</source>
   <translation>单位“{units}”</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>unknown</source>
   <translation>未知</translation>
  </message>
  <message>
   <location filename="reader/worklist/codec.py" />
   <source>unknown Procedure Step State {state}</source>
   <translation>未知的 Procedure Step State：{state}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>until</source>
   <translation>至</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>ureter</source>
   <translation>输尿管</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>verified</source>
   <translation>已核实</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>vertebral artery</source>
   <translation>椎动脉</translation>
  </message>
  <message>
   <location filename="reader/views/ui/on_paper.py" />
   <source>volume view, not to scale</source>
   <translation>三维图像，无比例</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>warning</source>
   <translation>注意</translation>
  </message>
  <message>
   <location filename="reader/views/saving.py" />
   <source>what the applied presentation state draws</source>
   <translation>所应用显示状态的标注和遮蔽</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>what {name} recorded on this computer can't be read; tell of it again</source>
   <translation>{name}在本机登记的内容无法读取，请重新登记</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>where the pelvis is examined</source>
   <translation>检查包括盆腔时</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>with a prior</source>
   <translation>有既往检查时</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>with contrast</source>
   <translation>增强时</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>with {agent}</source>
   <translation>使用 {agent}</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>within ±{most} %</source>
   <translation>±{most}% 以内</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>without UID</source>
   <translation>无 UID</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>without a prior</source>
   <translation>无既往检查时</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>without contrast</source>
   <translation>平扫时</translation>
  </message>
  <message>
   <location filename="reader/report/ui/template_line_form.py" />
   <source>women</source>
   <translation>女性</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>worklist</source>
   <translation>工作列表</translation>
  </message>
  <message>
   <location filename="reader/review/words.py" />
   <source>wrist</source>
   <translation>腕</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>wrote an addendum to it</source>
   <translation>书写了补充报告</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>wrote an amendment to it</source>
   <translation>写了更正</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>wrote it</source>
   <translation>书写</translation>
  </message>
  <message>
   <location filename="reader/review/ui/origin.py" />
   <source>wrote it, not finished</source>
   <translation>书写中，未完成</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>you</source>
   <translation>您</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>you have no right to read it</source>
   <translation>您没有读取它的权限</translation>
  </message>
  <message>
   <location filename="reader/views/states/presenting.py" />
   <source>yours, goes with the report</source>
   <translation>您保存的，随报告提交</translation>
  </message>
  <message>
   <location filename="reader/core/clock.py" />
   <source>{amount} ahead of the hub's</source>
   <translation>比中心快 {amount}</translation>
  </message>
  <message>
   <location filename="reader/core/clock.py" />
   <source>{amount} behind the hub's</source>
   <translation>比中心慢 {amount}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/series_column.py" />
   <source>{arrived} of {expected}</source>
   <translation>{arrived}/{expected}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>{bits} bits a pixel, 8 of each colour are used</source>
   <translation>每像素 {bits} 位，每种颜色使用 8 位</translation>
  </message>
  <message>
   <location filename="reader/app/critical_desk.py" />
   <source>{by} took this critical result over, {when}.</source>
   <translation>{by} 已于 {when} 接手该危急值。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>{command}: {keys}</source>
   <translation>{command}：{keys}</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>{count} ({each} a grey level)</source>
   <translation>{count}（每灰阶 {each}）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/status_line.py" />
   <source>{count} can’t be shown</source>
   <translation>{count} 幅无法显示</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/review/ui/review_panel.py" />
   <source>{count} changes</source>
   <translation>
    <numerusform>{count} 处修改</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{count} could not be checked: {why}</source>
   <translation>{count} 份无法核对：{why}</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>{count} critical results</source>
   <translation>
    <numerusform>{count} 条危急值</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/critical_desk.py" />
   <source>{count} critical results of yours are still open.</source>
   <translation>
    <numerusform>您有 {count} 条危急值尚未关闭。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/core/clock.py" />
   <source>{count} days</source>
   <translation>
    <numerusform>{count} 天</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/review/ui/review_panel.py" />
   <source>{count} differences</source>
   <translation>
    <numerusform>{count} 处不同</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/records.py" />
   <source>{count} drafts</source>
   <translation>
    <numerusform>{count} 份草稿</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/worklist/ui/preview.py" />
   <source>{count} earlier exams found</source>
   <translation>
    <numerusform>找到 {count} 次既往检查</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/archive_trouble.py" />
   <source>{count} entries of the archive's answer are damaged; the rest is shown.</source>
   <translation>
    <numerusform>归档返回的 {count} 个条目已损坏；其余正常显示。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/study_choice.py" />
   <source>{count} exams</source>
   <translation>
    <numerusform>{count} 个检查</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/local.py" />
   <source>{count} files are not DICOM: {names}</source>
   <translation>
    <numerusform>{count} 个文件不是 DICOM：{names}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/local.py" />
   <source>{count} files are not shown: {names}</source>
   <translation>
    <numerusform>{count} 个文件未显示：{names}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/views/states/annotations.py" />
   <source>{count} graphics can’t be drawn.</source>
   <translation>
    <numerusform>{count} 个图形无法绘制。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/core/clock.py" />
   <source>{count} h</source>
   <translation>{count} 小时</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/views/ui/series_column.py" />
   <source>{count} images</source>
   <translation>
    <numerusform>{count} 幅图像</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/local.py" />
   <source>{count} images are duplicated; each is shown once.</source>
   <translation>
    <numerusform>{count} 幅影像重复，各显示一次。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/dicom/archives/media.py" />
   <source>{count} images are not in the disc’s table of contents; they are shown too.</source>
   <translation>
    <numerusform>{count} 幅影像不在光盘目录中，也一并显示。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/print_dialog.py" />
   <source>{count} images are still on their way.</source>
   <translation>
    <numerusform>还有 {count} 幅图像正在传输。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/volume/parts.py" />
   <source>{count} images at each position; sorted by {word}</source>
   <translation>
    <numerusform>每个位置有 {count} 幅图像；按{word}排序</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/review/checks.py" />
   <source>{count} images of this exam have not arrived.</source>
   <translation>
    <numerusform>本检查有 {count} 幅图像尚未到达。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/volume/parts.py" />
   <source>{count} images state no Hounsfield units; they are shown separately</source>
   <translation>
    <numerusform>{count} 幅图像未注明 HU 值，单独显示</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/views/states/codec.py" />
   <source>{count} images that it names are not in this exam.</source>
   <translation>
    <numerusform>它引用的 {count} 幅图像不在本次检查中。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{count} in the last month, all at the hub</source>
   <translation>近一个月的 {count} 份均在中心</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/report/ui/own_templates.py" />
   <source>{count} lines about findings of this patient were left out.</source>
   <translation>
    <numerusform>已略去 {count} 行关于该患者征象的内容。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/core/clock.py" />
   <source>{count} min</source>
   <translation>{count} 分钟</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_line.py" />
   <source>{count} more</source>
   <translation>另有 {count} 项</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/growing.py" />
   <source>{count} more images of this exam have arrived.</source>
   <translation>
    <numerusform>此检查又到达 {count} 幅图像。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>{count} more in the worklist</source>
   <translation>工作列表中另有 {count} 次</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/statistics_view.py" />
   <source>{count} more rows are not shown.</source>
   <translation>
    <numerusform>另有 {count} 行未显示。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/worklist/words.py" />
   <source>{count} new exams</source>
   <translation>
    <numerusform>{count} 例新检查</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/volume/placing.py" />
   <source>{count} of its pictures are missing</source>
   <translation>
    <numerusform>缺少其中 {count} 幅图像</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/audit.py" />
   <source>{count} of them are older than the signatures.</source>
   <translation>
    <numerusform>其中 {count} 条早于启用签名。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/delivery/sender.py" />
   <source>{count} of {total} documents</source>
   <translation>
    <numerusform>{total} 份文件中的 {count} 份</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/critical_list.py" />
   <source>{count} open</source>
   <translation>{count} 条未关闭</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/exporting.py" />
   <source>{count} pages were sent to {printer}.</source>
   <translation>
    <numerusform>已向 {printer} 发送 {count} 页。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/study_choice.py" />
   <source>{count} patients</source>
   <translation>
    <numerusform>{count} 位患者</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>{count} phrases of yours can’t be read. They stay on this computer as they are.</source>
   <translation>
    <numerusform>您有 {count} 条短语无法读取，原样保留在本机。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>{count} phrases were imported.</source>
   <translation>
    <numerusform>已导入 {count} 条短语。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/help_window.py" />
   <source>{count} places in the handbook</source>
   <translation>
    <numerusform>手册中有 {count} 处</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/views/ui/overlay.py" />
   <source>{count} presentation states</source>
   <translation>
    <numerusform>{count} 个显示状态</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/about.py" />
   <source>{count} problems</source>
   <translation>
    <numerusform>{count} 个问题</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/audit_view.py" />
   <source>{count} records shown</source>
   <translation>
    <numerusform>显示 {count} 条记录</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/audit.py" />
   <source>{count} records written to {place}.</source>
   <translation>
    <numerusform>已将 {count} 条记录写入 {place}。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/audit.py" />
   <source>{count} records, each as it was written.</source>
   <translation>
    <numerusform>{count} 条记录，均与写入时一致。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/reread_dialog.py" />
   <source>{count} reports</source>
   <translation>
    <numerusform>{count} 份报告</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/delivery/ui/sending_dialog.py" />
   <source>{count} reports are being sent …</source>
   <translation>
    <numerusform>正在发送 {count} 份报告…</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/delivery/ui/sending_dialog.py" />
   <source>{count} reports are not at the hub yet.</source>
   <translation>
    <numerusform>{count} 份报告尚未送达中心。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/records.py" />
   <source>{count} reports on their way</source>
   <translation>
    <numerusform>{count} 份待发送的报告</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/worklist/words.py" />
   <source>{count} reports returned to you</source>
   <translation>
    <numerusform>{count} 份报告被退回</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/notified_dialog.py" />
   <source>{count} reports signed {first} to {last}</source>
   <translation>
    <numerusform>{first} 至 {last} 签署的报告 {count} 份</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/worklist/words.py" />
   <source>{count} reports to review</source>
   <translation>
    <numerusform>{count} 份待审核报告</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/worklist/ui/notice.py" />
   <source>{count} reports wait for your review.</source>
   <translation>
    <numerusform>有 {count} 份报告待您审核。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/core/clock.py" />
   <source>{count} s</source>
   <translation>{count} 秒</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/volume/assembly.py" />
   <source>{count} slices are missing</source>
   <translation>
    <numerusform>缺少 {count} 层</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/volume/parts.py" />
   <source>{count} slices have the position of another one; only the first is shown here</source>
   <translation>
    <numerusform>{count} 层与其他层位置相同；此处仅显示第一幅</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/statistics_view.py" />
   <source>{count} tasks completed, {first} to {last}.</source>
   <translation>
    <numerusform>{first} 至 {last}，共完成 {count} 项任务。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/views/states/annotations.py" />
   <source>{count} texts are too long and are cut off.</source>
   <translation>
    <numerusform>{count} 段文字过长，已截断。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/views/states/annotations.py" />
   <source>{count} texts have no place or no words.</source>
   <translation>
    <numerusform>{count} 段文字没有位置或内容。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/review/ui/sign_dialog.py" />
   <source>{count} to check</source>
   <translation>还有 {count} 项待核对</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{count} waiting for the hub</source>
   <translation>{count} 份等待发送到中心</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/ui/about.py" />
   <source>{count} warnings</source>
   <translation>
    <numerusform>{count} 项警告</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{count} were refused by the hub or are missing there</source>
   <translation>{count} 份被中心拒收或在中心缺失</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>{count} with an abbreviation that you have already were left out.</source>
   <translation>另有 {count} 条缩写已存在，未导入。</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>{count} with the order</source>
   <translation>申请附带 {count} 次</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>{date}: overdue</source>
   <translation>{date}：已过期</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>{days} d {hours} h</source>
   <translation>{days} 天 {hours} 小时</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>{deviation} % at level {level}</source>
   <translation>灰阶 {level} 处 {deviation}%</translation>
  </message>
  <message>
   <location filename="reader/app/ui/study_choice.py" />
   <source>{exams} of {people} in {where}</source>
   <translation>{where} 中有 {people}的 {exams}</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>{file} can't be read: {reason}</source>
   <translation>无法读取 {file}：{reason}</translation>
  </message>
  <message>
   <location filename="reader/report/template.py" />
   <source>{file} is in an encoding that is not read: {name}.</source>
   <translation>{file}的字符编码不受支持：{name}。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{file} is missing or empty: drafts and reports that waited in it are gone</source>
   <translation>{file} 缺失或为空：其中的草稿和待发送的报告已丢失</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/revocation.py" />
   <source>{file} is no revocation list that can be read.</source>
   <translation>{file}不是可读取的证书吊销列表。</translation>
  </message>
  <message>
   <location filename="reader/report/template.py" />
   <source>{file} is not in the encoding {name}.</source>
   <translation>{file}的字符编码不是{name}。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>{file} is not used:</source>
   <translation>{file} 未使用：</translation>
  </message>
  <message>
   <location filename="reader/report/own_folder.py" />
   <source>{file} is not used: it is no report template as IHE MRRT has it.</source>
   <translation>未使用 {file}：不是符合 IHE MRRT 的报告模板。</translation>
  </message>
  <message>
   <location filename="reader/report/own_folder.py" />
   <source>{file} is too large for a report template.</source>
   <translation>{file}过大，不能用作报告模板。</translation>
  </message>
  <message>
   <location filename="reader/report/categories.py" />
   <source>{file} is too large for a table of categories.</source>
   <translation>{file} 过大，不能作为分类表。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>{file} is used, with faults:</source>
   <translation>{file} 已使用，但有以下错误：</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{file} locks {locks}; sets {sets}</source>
   <translation>{file} 锁定：{locks}；预设：{sets}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>{file} was imported, but not all of it can be used:</source>
   <translation>已导入 {file}，但部分内容无法使用：</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_dialog.py" />
   <source>{file} was imported. “Apply” brings it into use.</source>
   <translation>已导入 {file}。点“应用”后生效。</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/library.py" />
   <source>{file}, {why}</source>
   <translation>{file}，{why}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} accepted</source>
   <translation>已采纳{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} added</source>
   <translation>已添加{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} back to undecided</source>
   <translation>{finding}恢复为待判定</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} deleted</source>
   <translation>已删除{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} edited</source>
   <translation>已编辑{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} hidden</source>
   <translation>已隐藏{finding}</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>{finding} is based on withheld images or results: {what}</source>
   <translation>{finding}：依据的图像或结果未予显示（{what}）</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} locked</source>
   <translation>已锁定{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} rejected</source>
   <translation>已排除{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} shown</source>
   <translation>已显示{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding} unlocked</source>
   <translation>已解锁{finding}</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>{finding}, {place}</source>
   <translation>{finding}，{place}</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>{finding}: the side is “{side}”, but in the images it lies on the patient's left.</source>
   <translation>{finding}：侧别为“{side}”，但在图像中位于患者左侧。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>{finding}: the side is “{side}”, but in the images it lies on the patient's right.</source>
   <translation>{finding}：侧别为“{side}”，但在图像中位于患者右侧。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>{finding}: the side is “{side}”, the location “{site}”.</source>
   <translation>{finding}：侧别为“{side}”，部位为“{site}”，两者不一致。</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{finding}: volume of its outlines</source>
   <translation>{finding}：轮廓体积</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{folder}, {free} free</source>
   <translation>{folder}，剩余 {free}</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/criteria.py" />
   <source>{has} megapixels; at least {wanted} for its class.</source>
   <translation>{has} 百万像素；该等级要求至少 {wanted} 百万像素。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>{host} does not answer.</source>
   <translation>{host} 没有应答。</translation>
  </message>
  <message>
   <location filename="reader/core/http.py" />
   <source>{host} requires a sign-in.</source>
   <translation>{host} 要求登录。</translation>
  </message>
  <message>
   <location filename="reader/hub/server.py" />
   <source>{host}:{port} can't be used: {reason}</source>
   <translation>{host}:{port} 无法使用：{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>{hours} h {minutes} min</source>
   <translation>{hours} 小时 {minutes} 分</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_table.py" />
   <source>{keys} given to another</source>
   <translation>{keys} 已归其他命令</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>{key} can't be the key of “{command}”: {why}</source>
   <translation>{key} 不能作为“{command}”的快捷键：{why}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>{key} can't be used: {why}</source>
   <translation>{key} 不可用：{why}</translation>
  </message>
  <message>
   <location filename="reader/report/ui/tie_check.py" />
   <source>{key} in the report brings it back.</source>
   <translation>在报告中按 {key} 可恢复。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>{key} is free.</source>
   <translation>{key} 未被占用。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>{key} is now the key of “{command}”.</source>
   <translation>{key} 现为“{command}”的快捷键。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>{key} is the key of “{other}”, so “{command}” does not have it.</source>
   <translation>{key} 是“{other}”的快捷键，因此“{command}”没有此键。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/keys_page.py" />
   <source>{key} is the key of “{other}”, which would be without it.</source>
   <translation>{key} 是“{other}”的快捷键；采用后该命令将失去此键。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/naming.py" />
   <source>{key}: add a note</source>
   <translation>{key}：添加备注</translation>
  </message>
  <message>
   <location filename="reader/views/ui/naming.py" />
   <source>{key}: name it</source>
   <translation>{key}：命名</translation>
  </message>
  <message>
   <location filename="reader/views/states/codec.py" />
   <source>{label}, in part: {what}</source>
   <translation>{label}（部分）：{what}</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/masks.py" />
   <source>{label}: show or hide in the images
{algorithm}</source>
   <translation>{label}：在图像中显示或隐藏
{algorithm}</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>{least} to {most} is beyond what the GSDF is defined for (0.05 to 4000).</source>
   <translation>{least} 至 {most} 超出 GSDF 的定义范围（0.05 至 4000）。</translation>
  </message>
  <message>
   <location filename="reader/views/ui/painting.py" />
   <source>{length} cm</source>
   <translation>{length} cm</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>{length} mm</source>
   <translation>{length} mm</translation>
  </message>
  <message>
   <location filename="reader/volume/labels.py" />
   <source>{length} mm pixels</source>
   <translation>像素 {length} mm</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>{level} is labelled already.</source>
   <translation>{level} 已标记。</translation>
  </message>
  <message>
   <location filename="reader/views/calibration/evaluation.py" />
   <source>{level} is not a grey level from 0 to 255.</source>
   <translation>{level} 不是 0 到 255 的灰阶。</translation>
  </message>
  <message>
   <location filename="reader/findings/levels.py" />
   <source>{level} labelled</source>
   <translation>已标记 {level}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/naming.py" />
   <source>{level}, or type which</source>
   <translation>{level}，或输入其他节段</translation>
  </message>
  <message>
   <location filename="reader/review/lobes.py" />
   <source>{lobe}: in the addendum, but not in the rest of the report.</source>
   <translation>{lobe}：补充报告中提到，但报告其余部分未提及。</translation>
  </message>
  <message>
   <location filename="reader/review/levels.py" />
   <source>{lobe}: in the impression, but neither in the findings nor in the list.</source>
   <translation>{lobe}：诊断意见中有，影像所见和征象列表中均无。</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>{minutes} min</source>
   <translation>{minutes} 分钟</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{minutes} min {seconds} s</source>
   <translation>{minutes} 分 {seconds} 秒</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/app/opening.py" />
   <source>{missing} of {expected} images are missing.</source>
   <translation>
    <numerusform>应有 {expected} 幅图像，缺 {missing} 幅。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>{mode} {length} mm</source>
   <translation>{mode} {length} mm</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>{mode} {length} mm of {asked} mm</source>
   <translation>{mode} {length} mm（设定 {asked} mm）</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>{names} exclude each other</source>
   <translation>{names} 不能同时出现</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>{names}: only a part was done at the hub.</source>
   <translation>{names}：中心只完成了一部分。</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>{names}: the hub has not taken the report; it is kept on this computer.</source>
   <translation>{names}：中心未接收该报告，报告保留在本机。</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{name} at {url}: {offers}</source>
   <translation>{name}（{url}）：{offers}</translation>
  </message>
  <message>
   <location filename="reader/core/update/source.py" />
   <source>{name} can't be downloaded in parts.</source>
   <translation>{name} 不支持分段下载。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/media_files.py" />
   <source>{name} can’t be read: {reason}</source>
   <translation>无法读取 {name}：{reason}</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/findings/codec.py" />
   <source>{name} cites {count} images that are not in this exam.</source>
   <translation>
    <numerusform>{name} 引用了 {count} 幅本次检查中没有的图像。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{name} could not send it to the hub</source>
   <translation>{name} 未能将其发送至中心</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_look.py" />
   <source>{name} has closed a critical result, and the hub does not have what you recorded of it: {what}</source>
   <translation>{name} 已关闭一条危急值，而中心没有您对它的以下记录：{what}</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_sender.py" />
   <source>{name} has closed this critical result already.</source>
   <translation>{name} 已关闭此危急值。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>{name} has started to review the addendum.</source>
   <translation>{name} 已开始审核补充报告。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>{name} has started to review the amendment.</source>
   <translation>{name} 已开始审核更正报告。</translation>
  </message>
  <message>
   <location filename="reader/delivery/sender.py" />
   <source>{name} has started to review this report.</source>
   <translation>{name} 已开始审核该报告。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is amending this report.</source>
   <translation>{name} 正在更正报告。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is going on with this report.</source>
   <translation>{name}正在继续书写该报告。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec.py" />
   <source>{name} is in a frame of reference that no image of this exam has.</source>
   <translation>{name} 所用的参考坐标系与本次检查的任何图像都不一致。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is looking at this report as chief doctor.</source>
   <translation>{name} 正在签发此报告。</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>{name} is no name group</source>
   <translation>{name} 不是姓名组</translation>
  </message>
  <message>
   <location filename="reader/dicom/validation.py" />
   <source>{name} is no part of an attribute</source>
   <translation>{name} 不是属性的组成部分</translation>
  </message>
  <message>
   <location filename="reader/core/update/source.py" />
   <source>{name} is not at {place} ({status}).</source>
   <translation>{place} 中没有 {name}（{status}）。</translation>
  </message>
  <message>
   <location filename="reader/core/update/source.py" />
   <source>{name} is not the file that was signed.</source>
   <translation>{name} 与签名不符。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is reading this exam a second time, without knowing the first report.</source>
   <translation>{name}正在对本检查进行第二阅片，未看第一份报告。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is reading this exam.</source>
   <translation>{name} 正在报告该检查。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is reviewing the addendum.</source>
   <translation>{name} 正在审核该补充报告。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is reviewing the amendment.</source>
   <translation>{name} 正在审核更正报告。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is reviewing this report.</source>
   <translation>{name} 正在审核该报告。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name} is still yours; nothing was written.</source>
   <translation>{name} 仍由您领取，尚未书写。</translation>
  </message>
  <message>
   <location filename="reader/core/json_text.py" />
   <source>{name} is there twice</source>
   <translation>{name} 重复出现</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} is writing an addendum to this report.</source>
   <translation>{name} 正在书写补充报告。</translation>
  </message>
  <message>
   <location filename="reader/findings/codec.py" />
   <source>{name} marks images that are not in this exam.</source>
   <translation>{name} 标记的图像不在本次检查中。</translation>
  </message>
  <message>
   <location filename="reader/review/ui/review_panel.py" />
   <source>{name} read this exam without knowing the report, {time}.</source>
   <translation>{name}未看报告、独立阅片，{time}。</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} returned the addendum: {reason}</source>
   <translation>{name}退回了补充报告：{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} returned the amendment: {reason}</source>
   <translation>{name}退回了更正报告：{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/access.py" />
   <source>{name} returned this report: {reason}</source>
   <translation>{name} 退回了此报告：{reason}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/user_button.py" />
   <source>{name} · {role}</source>
   <translation>{name} · {role}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/layout_popup.py" />
   <source>{name} – can’t be read by this version</source>
   <translation>{name}（此版本无法读取）</translation>
  </message>
  <message>
   <location filename="reader/app/notified.py" />
   <source>{name}, {time}</source>
   <translation>{name}，{time}</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: nothing was written, the signed report stays as it is.</source>
   <translation>{name}：未书写任何内容，已签发的报告保持不变。</translation>
  </message>
  <message>
   <location filename="reader/app/exam_actions.py" />
   <source>{name}: ready to be written.</source>
   <translation>{name}：可以开始书写。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released, nothing was written.</source>
   <translation>{name}：未书写，已释放。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the addendum stays as it was submitted.</source>
   <translation>{name}：已释放；补充报告仍为提交时的内容。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the amendment stays as it was submitted.</source>
   <translation>{name}：已释放；更正报告仍为提交时的内容。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the recalled addendum waits to be continued by {who}.</source>
   <translation>{name}：已释放；补充报告已撤回，等待{who}继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the recalled amendment waits to be continued by {who}.</source>
   <translation>{name}：已释放；更正报告已撤回，等待{who}继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the recalled report waits to be continued by {who}.</source>
   <translation>{name}：已释放；报告已撤回，等待{who}继续书写。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the report stays as it was submitted.</source>
   <translation>{name}：已释放；报告仍为提交时的内容。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the returned addendum waits to be corrected by {who}.</source>
   <translation>{name}：已释放；补充报告已退回，等待{who}修改。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the returned amendment waits to be corrected by {who}.</source>
   <translation>{name}：已释放；更正报告已退回，等待{who}修改。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: released; the returned report waits to be corrected by {who}.</source>
   <translation>{name}：已释放；报告已退回，等待{who}修改。</translation>
  </message>
  <message>
   <location filename="reader/app/afterwards.py" />
   <source>{name}: the addendum is back in your worklist.</source>
   <translation>{name}：补充报告已撤回，重新列入您的工作列表。</translation>
  </message>
  <message>
   <location filename="reader/app/afterwards.py" />
   <source>{name}: the amendment is back in your worklist.</source>
   <translation>{name}：更正报告已撤回，重新列入您的工作列表。</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>{name}: the hub does not have the report any more that this computer delivered.</source>
   <translation>{name}：本机已送达的报告，中心现已没有。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: the hub has not confirmed yet that it is withdrawn.</source>
   <translation>{name}：中心尚未确认撤销。</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>{name}: the order was cancelled at the hub.</source>
   <translation>{name}：该申请已在中心取消。</translation>
  </message>
  <message>
   <location filename="reader/app/afterwards.py" />
   <source>{name}: the report is back in your worklist.</source>
   <translation>{name}：报告已撤回，重新列入您的工作列表。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: withdrawn, the signed report stays as it is.</source>
   <translation>{name}：已撤销，已签发的报告保持不变。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: your changes are kept, and the review stays yours.</source>
   <translation>{name}：您的修改已保存，审核仍由您负责。</translation>
  </message>
  <message>
   <location filename="reader/app/leaving.py" />
   <source>{name}: your report is kept, and the exam stays yours.</source>
   <translation>{name}：您的报告已保存，该检查仍由您负责。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>{name}: {by} has taken over the critical result from you.</source>
   <translation>{name}：{by} 已从您处接手该危急值。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/findings/codec.py" />
   <source>{name}: {count} more findings are not shown; the result has too many.</source>
   <translation>
    <numerusform>{name}：另有 {count} 个发现未显示；该结果所含发现过多。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/review/diff.py" />
   <source>{name}: {text}</source>
   <translation>{name}：{text}</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/detail.py" />
   <source>{name}: {value}</source>
   <translation>{name}：{value}</translation>
  </message>
  <message>
   <location filename="reader/review/findings_diff.py" />
   <source>{now} (before: {before})</source>
   <translation>{now}（此前：{before}）</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>{n} d</source>
   <translation>{n}天</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>{n} d late</source>
   <translation>超时 {n} 天</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>{n} d left</source>
   <translation>剩 {n} 天</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>{n} h late</source>
   <translation>超时 {n} 小时</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>{n} h left</source>
   <translation>剩 {n} 小时</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>{n} min late</source>
   <translation>超时 {n} 分钟</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>{n} min left</source>
   <translation>剩 {n} 分钟</translation>
  </message>
  <message>
   <location filename="reader/study/identity.py" />
   <source>{n} mo</source>
   <translation>{n}月</translation>
  </message>
  <message>
   <location filename="reader/report/library.py" />
   <source>{other} has the same id</source>
   <translation>与 {other} 的 id 相同</translation>
  </message>
  <message>
   <location filename="reader/views/content.py" />
   <source>{part} ({number} of {total})</source>
   <translation>{part}（{number}/{total}）</translation>
  </message>
  <message>
   <location filename="reader/report/categories.py" />
   <source>{part} ({value} {unit}) can't be more than {whole} ({limit} {unit}). Check both.</source>
   <translation>{part}（{value} {unit}）不能大于{whole}（{limit} {unit}），请核对。</translation>
  </message>
  <message>
   <location filename="reader/core/guarded.py" />
   <source>{path} belongs to an ordinary user.</source>
   <translation>{path} 归普通用户所有。</translation>
  </message>
  <message>
   <location filename="reader/core/guarded.py" />
   <source>{path} can be changed by ordinary users.</source>
   <translation>普通用户可以修改 {path}。</translation>
  </message>
  <message>
   <location filename="reader/core/policy.py" />
   <source>{path} can't be read ({why}).</source>
   <translation>无法读取 {path}（{why}）。</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>{path} can't be read: {reason}</source>
   <translation>无法读取 {path}：{reason}</translation>
  </message>
  <message>
   <location filename="reader/hub/vault.py" />
   <source>{path} could not be sealed: {reason}</source>
   <translation>无法加密 {path}：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/storage.py" />
   <source>{path} could not be written: {reason}</source>
   <translation>无法写入 {path}：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/sealing.py" />
   <source>{path} does not hold a 32-byte key in base64.</source>
   <translation>{path} 中没有 32 字节的 base64 密钥。</translation>
  </message>
  <message>
   <location filename="reader/core/governed.py" />
   <source>{path} holds no certificate in PEM.</source>
   <translation>{path} 中没有 PEM 格式的证书。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>{path} was not imported: {reason}</source>
   <translation>未导入 {path}：{reason}</translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>{person} both wrote and verified it: no second doctor has checked it.</source>
   <translation>{person}既是报告医师又是审核医师，未经另一位医师审核。</translation>
  </message>
  <message>
   <location filename="reader/core/update/source.py" />
   <source>{place} does not answer as an update source.</source>
   <translation>{place} 未按更新来源的方式应答。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/about.py" />
   <source>{problems}, {warnings}</source>
   <translation>{problems}，{warnings}</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>{protocol}: {stage} ({number} of {total})</source>
   <translation>{protocol}：{stage}（{number}/{total}）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>{ratio} of its pixels to one of the system’s</source>
   <translation>系统的一个像素对应显示器的 {ratio} 个像素</translation>
  </message>
  <message>
   <location filename="reader/app/rereads.py" />
   <source>{score}, matters</source>
   <translation>{score}，影响患者</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>{seconds} s</source>
   <translation>{seconds} 秒</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>{series}: no image was on the screen.</source>
   <translation>{series}：尚未浏览任何图像。</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/review/checks.py" />
   <source>{series}: {count} images could not be loaded.</source>
   <translation>
    <numerusform>{series}：有 {count} 幅图像无法加载。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="reader/review/checks.py" />
   <source>{series}: {seen} of {total} images were on the screen.</source>
   <translation>
    <numerusform>{series}：共 {total} 幅图像，已浏览 {seen} 幅。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/review/doubts.py" />
   <source>{signer} signed it, whose certificate does not allow verifying reports.</source>
   <translation>签署者{signer}的证书没有报告审核权限。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>{size} freed</source>
   <translation>已释放 {size}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>{size} freed, {left} are still needed</source>
   <translation>已释放 {size}，仍需保留 {left}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>{size} used</source>
   <translation>已用 {size}</translation>
  </message>
  <message>
   <location filename="reader/views/ui/cine_bar.py" />
   <source>{speed} × · {rate}/s</source>
   <translation>{speed} × · {rate}/秒</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>{step}; the report by {name} waits for nobody</source>
   <translation>{step}；{name} 的报告无人处理</translation>
  </message>
  <message>
   <location filename="reader/dicom/signatures/reading.py" />
   <source>{system} changed it since: {names}.</source>
   <translation>{system}在签署后改动了：{names}。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>{text} (department)</source>
   <translation>{text}（科室）</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical.py" />
   <source>{text} (found by {name})</source>
   <translation>{text}（由{name}发现）</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>{text} (program)</source>
   <translation>{text}（程序自带）</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{text}: missing at the hub: {what}</source>
   <translation>{text}：中心缺失 {what}</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{text}; not encrypted</source>
   <translation>{text}；未加密</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{text}; the disk has less room</source>
   <translation>{text}；磁盘空间不足</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{time} late</source>
   <translation>已超时 {time}</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{time} left</source>
   <translation>剩余 {time}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/case_windows.py" />
   <source>{title} (findings and report)</source>
   <translation>{title}（征象与报告）</translation>
  </message>
  <message>
   <location filename="reader/app/statistics.py" />
   <source>{title} (min)</source>
   <translation>{title}（分钟）</translation>
  </message>
  <message>
   <location filename="reader/report/ui/forms.py" />
   <source>{title} (not for {exam})</source>
   <translation>{title}（不用于{exam}）</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>{title} (own)</source>
   <translation>{title}（自有）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/case_windows.py" />
   <source>{title} (window {number})</source>
   <translation>{title}（窗口 {number}）</translation>
  </message>
  <message>
   <location filename="reader/views/hanging/capture.py" />
   <source>{title}, without a prior</source>
   <translation>{title}，无前片</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{total}, {budget} of it for images</source>
   <translation>{total}，其中 {budget} 用于图像</translation>
  </message>
  <message>
   <location filename="reader/app/doctor.py" />
   <source>{used} of {limit} used, encrypted</source>
   <translation>已用 {used} / {limit}，已加密</translation>
  </message>
  <message>
   <location filename="reader/views/readout.py" />
   <source>{value} at {place}</source>
   <translation>{value}，位于 {place}</translation>
  </message>
  <message>
   <location filename="reader/views/readout.py" />
   <source>{value} at {place} px</source>
   <translation>{value}，位于 {place} 像素</translation>
  </message>
  <message>
   <location filename="reader/worklist/codec.py" />
   <source>{value} is none of {known}</source>
   <translation>{value} 不是 {known} 之一</translation>
  </message>
  <message>
   <location filename="reader/worklist/codec.py" />
   <source>{value} is not a date and time</source>
   <translation>{value} 不是日期时间</translation>
  </message>
  <message>
   <location filename="reader/findings/service.py" />
   <source>{value} {method}</source>
   <translation>{value}（{method}）</translation>
  </message>
  <message>
   <location filename="reader/report/categories.py" />
   <source>{value} {unit} is beyond the limits ({low} to {high}).</source>
   <translation>{value} {unit} 超出范围（{low}～{high}）。</translation>
  </message>
  <message>
   <location filename="reader/app/update_command.py" />
   <source>{version} is the newest version.</source>
   <translation>{version} 已是最新版本。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>{what} This order does not name it.</source>
   <translation>{what}本申请未提及该报告。</translation>
  </message>
  <message>
   <location filename="reader/study/admission.py" />
   <source>{what}, images: {count}</source>
   <translation>{what}，图像数：{count}</translation>
  </message>
  <message>
   <location filename="reader/study/admission.py" />
   <source>{what}: another patient ({how})</source>
   <translation>{what}：其他患者（{how}）</translation>
  </message>
  <message>
   <location filename="reader/app/submitting.py" />
   <source>{what}: delivered to the hub.</source>
   <translation>{what}：已送达中心。</translation>
  </message>
  <message>
   <location filename="reader/study/admission.py" />
   <source>{what}: possibly another patient ({how})</source>
   <translation>{what}：可能是其他患者（{how}）</translation>
  </message>
  <message>
   <location filename="reader/app/half_done.py" />
   <source>{what}: the hub refused the next step: {why}</source>
   <translation>{what}：中心拒绝了下一步：{why}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/sending_dialog.py" />
   <source>{what}: waits until {name} signs in.</source>
   <translation>{what}：等待 {name} 登录后发送。</translation>
  </message>
  <message>
   <location filename="reader/study/admission.py" />
   <source>{what}: {decision} ({how})</source>
   <translation>{what}：{decision}（{how}）</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{when} escalated to {whom} ({by})</source>
   <translation>{when} 升级上报至 {whom}（{by}）</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{when} reached the hub</source>
   <translation>{when} 中心收到</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{when} taken over by {by}</source>
   <translation>{when} 由 {by} 接手</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>{whom} was told of “{text}”, and what you add to the report does not say so.</source>
   <translation>已将“{text}”通知{whom}，但您补充的内容未提及。</translation>
  </message>
  <message>
   <location filename="reader/delivery/critical_words.py" />
   <source>{whom}; {how}; {read}; {when} ({by})</source>
   <translation>{whom}；{how}；{read}；{when}（{by}）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>{width} × {height} ({count} megapixels)</source>
   <translation>{width} × {height}（{count} 百万像素）</translation>
  </message>
  <message>
   <location filename="reader/app/ui/monitors.py" />
   <source>{width} × {height} mm, {diagonal} cm across</source>
   <translation>{width} × {height} mm，对角线 {diagonal} cm</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>× Addendum withdrawn by {name} {time}</source>
   <translation>× {name} 撤销补充报告 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>× Amendment withdrawn by {name} {time}</source>
   <translation>× {name} 撤销更正报告 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>× Cancelled {time}</source>
   <translation>× 已取消 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>× Put back by an administrator {time}; {name} had claimed it</source>
   <translation>× 管理员放回列表 {time}（原由 {name} 领取）</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>× Released by {name} {time}</source>
   <translation>× {name} 释放 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>× Withdrawn by {name} {time}</source>
   <translation>× {name} 撤销 {time}</translation>
  </message>
  <message>
   <location filename="reader/app/ui/settings_dialog.py" />
   <source>“Apply” brings it into use.</source>
   <translation>点“应用”后生效。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“dcterms.type” has to be IMAGE_REPORT_TEMPLATE.</source>
   <translation>“dcterms.type”须为 IMAGE_REPORT_TEMPLATE。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>“{abbreviation}” is there twice.</source>
   <translation>“{abbreviation}”重复出现。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/phrase_dialogs.py" />
   <source>“{abbreviation}” was deleted.</source>
   <translation>已删除“{abbreviation}”。</translation>
  </message>
  <message>
   <location filename="reader/core/syslog.py" />
   <source>“{address}” is not the address of a syslog server.</source>
   <translation>“{address}”不是日志服务器地址。</translation>
  </message>
  <message>
   <location filename="reader/core/qt/actions.py" />
   <source>“{command}” is not possible now.</source>
   <translation>现在不能“{command}”。</translation>
  </message>
  <message>
   <location filename="reader/app/ui/reading_window.py" />
   <source>“{command}” is not possible now. Press {key} for “{other}”.</source>
   <translation>现在不能“{command}”。如需“{other}”，请按 {key}。</translation>
  </message>
  <message>
   <location filename="reader/core/qt/actions.py" />
   <source>“{command}” is not possible now: {reason}</source>
   <translation>现在不能“{command}”：{reason}</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>“{key}” is no key.</source>
   <translation>“{key}”不是按键。</translation>
  </message>
  <message>
   <location filename="reader/report/filling.py" />
   <source>“{line}” names no organ of this template; choose the sentences from the menu.</source>
   <translation>“{line}”未提及本模板中的部位，正常描述请从菜单中逐条选用。</translation>
  </message>
  <message>
   <location filename="reader/report/phrases.py" />
   <source>“{name}” can’t be filled in.</source>
   <translation>“{name}”无法自动填入。</translation>
  </message>
  <message>
   <location filename="reader/report/filling.py" />
   <source>“{name}” has no name yet: name it, or choose the sentences from the menu.</source>
   <translation>“{name}”尚未命名：请为其命名，或从菜单中选择句子。</translation>
  </message>
  <message>
   <location filename="reader/core/key_sets.py" />
   <source>“{name}” holds no commands.</source>
   <translation>“{name}”中没有命令。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{name}” is nothing that can be filled in. Known are: {known}</source>
   <translation>“{name}”无法自动填入。可用的有：{known}</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{said}” has to be reported by law ({disease}, {kind}): the signature puts it on the department’s list.</source>
   <translation>“{said}”须依法上报（{disease}，{kind}）：签署后列入科室上报清单。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/section.py" />
   <source>“{section}” already has text; nothing was filled in.</source>
   <translation>“{section}”已有内容，未填入任何语句。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{section}” is empty.</source>
   <translation>“{section}”为空。</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>“{stage}” needs an earlier exam of the same region.</source>
   <translation>“{stage}”需要同部位的既往检查。</translation>
  </message>
  <message>
   <location filename="reader/views/naming.py" />
   <source>“{text}” as a remark</source>
   <translation>“{text}”作为备注</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{text}” gives {given}; the finding measures {measured}.</source>
   <translation>“{text}”写的是 {given}，征象测量值为 {measured}。</translation>
  </message>
  <message>
   <location filename="reader/review/templates.py" />
   <source>“{text}” gives {value}; the template expects {low} to {high}.</source>
   <translation>“{text}”中的数值为 {value}，模板要求的范围为 {low}～{high}。</translation>
  </message>
  <message>
   <location filename="reader/review/statements.py" />
   <source>“{text}” has a place that is not filled in.</source>
   <translation>“{text}”中有未填写之处。</translation>
  </message>
  <message>
   <location filename="reader/review/templates.py" />
   <source>“{text}” is a normal sentence of another template; this exam's has no part for it.</source>
   <translation>“{text}”是其他模板的正常描述，本检查的模板中没有该部位。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{text}” is based on a rejected finding.</source>
   <translation>“{text}”引用了已排除的征象。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{text}” is based on an algorithm's finding that was not accepted.</source>
   <translation>“{text}”引用了尚未采纳的 AI 征象。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{text}” is based on withheld images or results: {what}</source>
   <translation>“{text}”：依据的图像或结果未予显示（{what}）</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{text}” is linked to a finding that no longer exists.</source>
   <translation>“{text}”关联的征象已不存在。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{text}” is written, and no critical result was recorded.</source>
   <translation>报告写有“{text}”，但未登记危急值。</translation>
  </message>
  <message>
   <location filename="reader/review/sequences.py" />
   <source>“{text}” names sequences that are not among the series: {sequences}</source>
   <translation>“{text}”提到的序列不在本次检查的系列中：{sequences}</translation>
  </message>
  <message>
   <location filename="reader/review/modalities.py" />
   <source>“{text}” says {named}; this exam is {exam}.</source>
   <translation>“{text}”写的是{named}，而本次检查为{exam}。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{text}” was recorded as a critical result, and the report does not say it.</source>
   <translation>“{text}”已登记为危急值，但报告中没有相应描述。</translation>
  </message>
  <message>
   <location filename="reader/review/priors.py" />
   <source>“{text}”, but an earlier exam is known: {priors}</source>
   <translation>“{text}”，但该患者有既往检查：{priors}</translation>
  </message>
  <message>
   <location filename="reader/review/priors.py" />
   <source>“{text}”, but no image of an earlier exam was on the screen.</source>
   <translation>“{text}”，但未打开过任何既往检查的图像。</translation>
  </message>
  <message>
   <location filename="reader/review/priors.py" />
   <source>“{text}”, but no image of that exam was on the screen: {priors}</source>
   <translation>“{text}”，但该次检查的图像未曾打开：{priors}</translation>
  </message>
  <message>
   <location filename="reader/review/breasts.py" />
   <source>“{text}”, but the report also says “{normal}”</source>
   <translation>报告中写有“{text}”，但同时写有“{normal}”</translation>
  </message>
  <message>
   <location filename="reader/review/statements.py" />
   <source>“{text}”, but {finding} is in the list.</source>
   <translation>“{text}”，但征象列表中有{finding}。</translation>
  </message>
  <message>
   <location filename="reader/review/lobes.py" />
   <source>“{text}”: another lobe than that of the linked finding.</source>
   <translation>“{text}”：肺叶与所关联的征象不一致。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>“{text}”: left and right beside each other. Delete the wrong one.</source>
   <translation>“{text}”：左、右两字相连，请删去误写的一个。</translation>
  </message>
  <message>
   <location filename="reader/review/sides.py" />
   <source>“{text}”: side differs from the linked finding.</source>
   <translation>“{text}”的侧别与所关联的征象不一致。</translation>
  </message>
  <message>
   <location filename="reader/review/breasts.py" />
   <source>“{text}”: the findings describe nothing in that breast.</source>
   <translation>“{text}”：影像所见未描述该侧乳腺有病变。</translation>
  </message>
  <message>
   <location filename="reader/app/hanging.py" />
   <source>“{title}” is a stage of “{protocol}” from now on.</source>
   <translation>“{title}”已成为“{protocol}”的一步。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>“{title}” is saved.</source>
   <translation>“{title}”已保存。</translation>
  </message>
  <message>
   <location filename="reader/report/own_folder.py" />
   <source>“{title}” was changed by another window or program.</source>
   <translation>“{title}”已被其他窗口或程序修改。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>“{title}” was deleted.</source>
   <translation>“{title}”已删除。</translation>
  </message>
  <message>
   <location filename="reader/report/ui/own_templates.py" />
   <source>“{title}” was imported.</source>
   <translation>“{title}”已导入。</translation>
  </message>
  <message>
   <location filename="reader/hub/server.py" />
   <source>“{url}” is no address of a hub.</source>
   <translation>“{url}”不是中心服务的地址。</translation>
  </message>
  <message>
   <location filename="reader/app/session.py" />
   <source>“{url}” is not the address of a hub.</source>
   <translation>“{url}”不是中心服务的地址。</translation>
  </message>
  <message>
   <location filename="reader/dicom/archives/dimse_link.py" />
   <source>“{url}” is not the address of an archive.</source>
   <translation>“{url}”不是归档服务器地址。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{value}” asks for something that is not known.</source>
   <translation>“{value}”所问的内容未知。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{value}” is no condition, such as contrast=yes.</source>
   <translation>“{value}”不是条件，例如 contrast=yes。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{value}” is no date, such as 2026-01-31.</source>
   <translation>“{value}”不是日期，例如 2026-01-31。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{value}” is no language, such as en or zh-CN.</source>
   <translation>“{value}”不是语言代码，例如 en 或 zh-CN。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{value}” is no number.</source>
   <translation>“{value}”不是数字。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{value}” is no time, such as 08:30.</source>
   <translation>“{value}”不是时间，例如 08:30。</translation>
  </message>
  <message>
   <location filename="reader/report/mrrt/checking.py" />
   <source>“{value}” is no type of a field.</source>
   <translation>“{value}”不是字段类型。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{word}” in the report of a man.</source>
   <translation>男性患者的报告中出现“{word}”。</translation>
  </message>
  <message>
   <location filename="reader/review/checks.py" />
   <source>“{word}” in the report of a woman.</source>
   <translation>女性患者的报告中出现“{word}”。</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>↑ Sending ({count})</source>
   <translation>↑ 正在发送（{count}）</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>↑ {done} of {steps}</source>
   <translation>↑ 第 {done}/{steps} 步</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>↓ On this computer already: opens at once</source>
   <translation>↓ 已在本机：可立即打开</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>↩ Awaiting correction</source>
   <translation>↩ 待修改</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>↩ Returned by {name} {time}</source>
   <translation>↩ {name} 退回 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>↩ Submission recalled by {name} {time}</source>
   <translation>↩ {name} 撤回提交 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/preview.py" />
   <source>▲ Can't be read: {fault}</source>
   <translation>▲ 无法读取：{fault}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>▲ Missing</source>
   <translation>▲ 缺失</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>▲ Part of the order can't be read: {faults}</source>
   <translation>▲ 申请单部分内容无法读取：{faults}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>▲ Refused</source>
   <translation>▲ 被拒绝</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>▲ Refused: {reason}</source>
   <translation>▲ 被拒绝：{reason}</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/foot.py" />
   <source>▲ The hub does not answer · list of {time}</source>
   <translation>▲ 中心无响应 · 列表截至 {time}</translation>
  </message>
  <message numerus="yes">
   <location filename="reader/worklist/ui/foot.py" />
   <source>▲ {count} tasks can't be read</source>
   <translation>
    <numerusform>▲ {count} 个任务无法读取</numerusform>
   </translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>○ Awaiting reading</source>
   <translation>○ 待书写</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>○ Cancelled at the hub</source>
   <translation>○ 已在中心取消</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>○ Replaced by a newer version</source>
   <translation>○ 已被较新版本代替</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◌ Not confirmed by the hub yet ({count}), retried automatically</source>
   <translation>◌ 中心尚未确认（{count}），系统会自动重试</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◌ Outcome unknown</source>
   <translation>◌ 结果未知</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/foot.py" />
   <source>● Live</source>
   <translation>● 实时</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◐ Being read by {name}</source>
   <translation>◐ {name} 书写中</translation>
  </message>
  <message>
   <location filename="reader/worklist/ui/foot.py" />
   <source>◐ Checks every 15 s</source>
   <translation>◐ 每 15 秒查询</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◑ Addendum awaiting review</source>
   <translation>◑ 补充报告待审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◑ Amendment awaiting review</source>
   <translation>◑ 更正报告待审核</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◑ Awaiting a second reading</source>
   <translation>◑ 等待第二阅片</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◑ Awaiting approval</source>
   <translation>◑ 待签发</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◑ Awaiting review</source>
   <translation>◑ 待审核</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◔ Held for a moment ({count})</source>
   <translation>◔ 暂缓发送（{count}）</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◔ Next try {time}</source>
   <translation>◔ 下次重试 {time}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◔ Queued</source>
   <translation>◔ 排队中</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◔ Sent in a moment</source>
   <translation>◔ 即将发送</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◔ Waiting for the hospital’s system ({count})</source>
   <translation>◔ 等待医院系统接收（{count}）</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◔ Waiting for the hub ({count})</source>
   <translation>◔ 等待中心响应（{count}）</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>◔ Waits until {name} signs in</source>
   <translation>◔ 等待 {name} 登录后发送</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◕ Being read a second time by {name}</source>
   <translation>◕ {name}正在进行第二阅片</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◕ In approval by {name}</source>
   <translation>◕ {name} 签发中</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>◕ In review by {name}</source>
   <translation>◕ {name} 审核中</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>⚠ Another patient</source>
   <translation>⚠ 其他患者</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>⚠ Possibly another patient</source>
   <translation>⚠ 可能是其他患者</translation>
  </message>
  <message>
   <location filename="reader/views/ui/not_shown.py" />
   <source>⚠ Taken as this patient</source>
   <translation>⚠ 已认定为同一患者</translation>
  </message>
  <message>
   <location filename="reader/views/ui/overlay.py" />
   <source>⚠ not all of it is shown</source>
   <translation>⚠ 未全部显示</translation>
  </message>
  <message>
   <location filename="reader/views/ui/series_column.py" />
   <source>⚠ not loaded</source>
   <translation>⚠ 未能载入</translation>
  </message>
  <message>
   <location filename="reader/findings/ui/row.py" />
   <source>⚠ source withheld</source>
   <translation>⚠ 依据未显示</translation>
  </message>
  <message>
   <location filename="reader/views/ui/series_column.py" />
   <source>⚠ {arrived} of {expected}</source>
   <translation>⚠ {arrived}/{expected}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>✓ Addendum signed by {name} {time}</source>
   <translation>✓ 补充报告由 {name} 签署 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>✓ Amendment signed by {name} {time}</source>
   <translation>✓ 更正报告由 {name} 签署 {time}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>✓ Delivered {time}</source>
   <translation>✓ 已送达 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>✓ Read a second time by {name} {time}</source>
   <translation>✓ 第二阅片：{name} {time}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>✓ Recalled {time}</source>
   <translation>✓ 已撤回 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>✓ Reviewed by {name} {time}</source>
   <translation>✓ {name} 审核 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>✓ Signed by {name} {time}</source>
   <translation>✓ {name} 签署 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>✓ Written by {name} {time}</source>
   <translation>✓ {name} 书写 {time}</translation>
  </message>
  <message>
   <location filename="reader/delivery/ui/receipts.py" />
   <source>✓✓ Confirmed {time}</source>
   <translation>✓✓ 已核实 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>＋ Addendum by {name} {time}</source>
   <translation>＋ 补充报告由 {name} 书写 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>＋ Addendum to write</source>
   <translation>＋ 待写补充报告</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>＋ Amendment by {name} {time}</source>
   <translation>＋ 更正报告由 {name} 书写 {time}</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>＋ Amendment to write</source>
   <translation>＋ 待写更正报告</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>＋ {name} is amending it</source>
   <translation>＋ {name} 正在更正报告</translation>
  </message>
  <message>
   <location filename="reader/worklist/words.py" />
   <source>＋ {name} is writing an addendum</source>
   <translation>＋ {name} 正在书写补充报告</translation>
  </message>
 </context>
</TS>
